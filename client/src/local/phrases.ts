/** Where a teacher's phrases for remarks stand among the kept answers. */
export const phrasesKey = 'phrases'

export interface KeptPhrases {
  readonly text: string
  /** The text exists outside this computer too, on the server or in a file: it does not go with a sign-out. */
  readonly inFile: boolean
  /** The server has this very text. */
  readonly sent?: boolean
  /** The server's revision that the text is, or was made from. */
  readonly revision?: number
  /** What this text has replaced on the server without having been seen by who wrote it. */
  readonly replaced?: string
}
