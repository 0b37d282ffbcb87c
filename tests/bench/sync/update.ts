/** Hears of consecutive edits `from` to `to` (exclusive) of one client. */
export type OnEdits = (client: number, from: number, to: number) => void

/** What a server may send of marks: Yjs refs of content. */
const refs = { gc: 0, deleted: 1, any: 8, skip: 10 } as const

/**
 * Says which edits an update contains, however a server has merged them. Knows only what pens write: values of one clock
 * unit each, deleted ones included.
 */
export class UpdateReader {
  #bytes: Uint8Array = new Uint8Array()
  #at = 0

  read(bytes: Uint8Array, start: number, onEdits: OnEdits): void {
    this.#bytes = bytes
    this.#at = start
    const sections = this.#uint()
    for (let section = 0; section < sections; section += 1) {
      const structs = this.#uint()
      const client = this.#uint()
      const from = this.#uint()
      if (sections === 1 && structs === 1) return onEdits(client, from, from + 1)
      let to = from
      for (let struct = 0; struct < structs; struct += 1) to += this.#struct()
      onEdits(client, from, to)
    }
  }

  #struct(): number {
    const info = this.#byte()
    const ref = info & 0x1f
    if (ref === refs.gc || ref === refs.skip) return this.#uint()
    if (info & 0x80) this.#id()
    if (info & 0x40) this.#id()
    if (!(info & 0xc0)) this.#parent((info & 0x20) !== 0)
    const length = this.#uint()
    if (ref === refs.any) for (let index = 0; index < length; index += 1) this.#value()
    else if (ref !== refs.deleted) throw new Error(`content ${ref} was never written`)
    return length
  }

  #id(): void {
    this.#uint()
    this.#uint()
  }

  #parent(keyed: boolean): void {
    if (this.#uint() === 1) this.#text()
    else this.#id()
    if (keyed) this.#text()
  }

  #text(): void {
    const length = this.#uint()
    this.#at += length
  }

  #value(): void {
    const tag = this.#byte()
    if (tag === 125) this.#uint()
    else if (tag === 119) this.#text()
    else if (tag !== 126) throw new Error(`a value with tag ${tag} was never written`)
  }

  #byte(): number {
    this.#at += 1
    return this.#bytes[this.#at - 1] ?? 0
  }

  #uint(): number {
    let value = 0
    for (let weight = 1; ; weight *= 0x80) {
      const byte = this.#byte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return value
    }
  }
}
