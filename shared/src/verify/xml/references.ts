import { sameBytes, utf8 } from '../bytes.ts'
import type { Cryptography } from '../cryptography.ts'
import type { Journal } from '../journal.ts'
import { canonicalize } from './canonical.ts'
import type { XmlElement } from './element.ts'
import type { XmlSignature } from './signature.ts'

/** Canonical form and digest of an element, each made once however many signatures name it. */
export class Targets {
  readonly #ids: ReadonlyMap<string, XmlElement>
  readonly #cryptography: Cryptography
  readonly #digests = new Map<string, Uint8Array>()

  constructor(ids: ReadonlyMap<string, XmlElement>, cryptography: Cryptography) {
    this.#ids = ids
    this.#cryptography = cryptography
  }

  async digest(id: string): Promise<Uint8Array | undefined> {
    const known = this.#digests.get(id)
    const element = this.#ids.get(id)
    if (known || element === undefined) return known
    const made = await this.#cryptography.digest('SHA-256', utf8(canonicalize(element)))
    this.#digests.set(id, made)
    return made
  }
}

/**
 * A signature covers exactly: the data, its own signing time and, for a role that signs later, the SignatureValue of every
 * signature of an earlier role. Covering the value makes a removed or replaced earlier signature visible.
 */
export function judgeCoverage(journal: Journal, signature: XmlSignature, dataId: string, earlier: readonly XmlSignature[]): void {
  const found = signature.references.map(({ target }) => target)
  const wanted = [dataId, signature.timeId, ...earlier.map(({ valueId }) => valueId)]
  const lacking = wanted.filter((id) => !found.includes(id))
  journal.require('xml.references', lacking.length === 0, `${signature.id}: không bao gồm ${lacking.join(', ')}.`)
  const surplus = found.filter((id) => !wanted.includes(id))
  journal.require(
    'xml.references',
    surplus.length === 0 && found.length === new Set(found).size,
    `${signature.id}: tham chiếu lạ hoặc trùng ${surplus.join(', ')}.`,
  )
}

export async function judgeDigests(journal: Journal, signature: XmlSignature, targets: Targets): Promise<void> {
  for (const { target, digest } of signature.references) {
    const actual = await targets.digest(target)
    const holds = actual !== undefined && sameBytes(actual, digest)
    journal.require('signature.digest', holds, `${signature.id}: nội dung ${target} đã bị thay đổi sau khi ký.`)
  }
}
