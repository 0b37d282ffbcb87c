/** Where a teacher's phrases for remarks stand among the kept answers. */
export const phrasesKey = 'phrases'

export interface KeptPhrases {
  readonly text: string
  /** The text exists in a file of the teacher's too. */
  readonly inFile: boolean
  /** The server has this very text. */
  readonly sent?: boolean
  /** The server's revision that the text is, or was made from. */
  readonly revision?: number
  /** What this text has replaced on the server without having been seen by who wrote it. */
  readonly replaced?: string
}

/** It would go with a sign-out. */
export const isLoose = ({ inFile, sent }: KeptPhrases): boolean => !inFile && sent !== true
