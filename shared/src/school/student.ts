export type Gender = 'male' | 'female'

export interface Student {
  /** The short id of the school, `6A-01`: the only one that appears in documents, addresses and logs. */
  readonly id: string
  /** Class id `6A`. */
  readonly class: string
  readonly name: string
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly gender: Gender
  /** 12 digits (001 art. 2.6). Never a key in an address, masked wherever it is not needed. */
  readonly personalId: string
}

export const isPersonalId = (text: string): boolean => /^\d{12}$/.test(text)

/** `079********5`: enough to recognise, too little to use. */
/** What programs print: whatever looks like a personal id is masked, wherever it came from. */
export const maskPersonalIds = (text: string): string => text.replaceAll(/(?<!\d)\d{12}(?!\d)/g, maskPersonalId)

export const maskPersonalId = (id: string): string => `${id.slice(0, 3)}********${id.slice(-1)}`
