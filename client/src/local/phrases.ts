/** Where a teacher's phrases for remarks stand among the kept answers. */
export const phrasesKey = 'phrases'

export interface KeptPhrases {
  readonly text: string
  /** The text exists outside this computer's database too. */
  readonly inFile: boolean
}
