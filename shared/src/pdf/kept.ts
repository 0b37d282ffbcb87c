const places = 8192

/**
 * Values by text, kept from the second time on that they are asked for: headings, subjects and teachers' names stand in every document
 * of a class, a remark in one. What is kept is bounded by `room` values.
 */
export class Kept<T> {
  readonly #room: number
  readonly #values = new Map<string, T>()
  /** Sums of the texts asked for last, each at a place of its own. */
  readonly #asked = new Uint32Array(places)

  constructor(room: number) {
    this.#room = room
  }

  of(text: string, make: (text: string) => T): T {
    const known = this.#values.get(text)
    if (known !== undefined) return known
    const made = make(text)
    const sum = sumOf(text)
    const place = sum % places
    if (this.#asked[place] === sum) this.#keep(text, made)
    else this.#asked[place] = sum
    return made
  }

  #keep(text: string, value: T): void {
    if (this.#values.size >= this.#room) this.#values.clear()
    this.#values.set(text, value)
  }
}

/** FNV-1a over UTF-16 units. */
function sumOf(text: string): number {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return sum >>> 0
}
