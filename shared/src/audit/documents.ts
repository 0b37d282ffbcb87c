import type { AuditEntry } from './entry.ts'
import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditGrid, AuditVersion } from './grids.ts'
import type { Line } from './lines.ts'
import * as is from './shape.ts'

const signBody = is.having({
  subject: is.text,
  version: is.integer,
  position: is.natural,
  role: is.text,
  digest: is.digest,
  signatures: is.integer,
  xml: is.digest,
  pdf: is.digest,
})

/** One position's signature under both files of a document. */
export interface AuditSignature {
  readonly subject: string
  readonly version: number
  readonly position: number
  readonly role: string
  readonly user: string
  readonly signatures: number
  readonly xml: string
  readonly pdf: string
  /** Of the snapshot or transcript. */
  readonly digest: string
  /** When the server took it. */
  readonly at: string
  readonly place: AuditPlace & { readonly entry: number }
}

/** What has signatures: a version of a grid, or a transcript. */
export interface AuditSigned {
  readonly digest: string
  readonly count: () => number | undefined
  readonly signers: () => readonly { readonly role: string; readonly person: string }[] | undefined
  readonly mayBeSigned: () => boolean
  readonly positions: Map<number, AuditSignature>
}

/** Documents and who has signed them, from the `sign` events (001 art. 14). */
export class Documents {
  readonly #all = new Map<string, AuditSigned>()
  readonly #kept = new Set<string>()

  add(subject: string, version: number, document: Omit<AuditSigned, 'positions'>): AuditSigned {
    const made = { ...document, positions: new Map<number, AuditSignature>() }
    this.#all.set(nameOf(subject, version), made)
    return made
  }

  addVersion({ grid }: AuditGrid, version: AuditVersion): void {
    const signers = (): readonly { readonly role: string; readonly person: string }[] | undefined => version.content?.signers
    this.add(grid, version.version, { digest: version.digest, count: () => signers()?.length, signers, mayBeSigned: () => true })
  }

  of(subject: string, version: number): AuditSigned | undefined {
    return this.#all.get(nameOf(subject, version))
  }

  isComplete(subject: string, version: number): boolean {
    const document = this.of(subject, version)
    return document !== undefined && document.positions.size === document.count()
  }

  /** @throws AuditFault `entry.body`, `sign.event` */
  sign(entry: AuditEntry): void {
    const [body] = entry.changes
    if (!signBody(body)) throw new AuditFault('entry.body', entry.place)
    const { subject, version, position, role, digest, signatures, xml, pdf } = body
    const document = this.of(subject, version)
    const before = document?.positions.get(position)
    const count = document?.positions.size ?? 0
    const isNext = before ? signatures === before.signatures && signatures === count : signatures === count + 1
    const signer = document?.signers()?.[position]
    const isSigner = document?.signers() === undefined || (signer?.person === entry.user && signer.role === role)
    if (!document || document.digest !== digest || !document.mayBeSigned() || entry.leaf.digest !== xml || !isNext || !isSigner) {
      throw new AuditFault('sign.event', entry.place, `${subject} bản ${version}, chữ ký ${position + 1}`)
    }
    document.positions.set(position, {
      subject,
      version,
      position,
      role,
      user: entry.user,
      signatures,
      xml,
      pdf,
      digest,
      at: entry.leaf.at,
      place: entry.place,
    })
  }

  /** The signature that a file is the work of. @throws AuditFault `file.event` */
  takeFile(
    { subject, version, kind, signatures, sha256 }: Line<'file'>,
    place: AuditPlace,
  ): { signature: AuditSignature; isNewest: boolean } {
    const document = this.of(subject, version)
    const signature = [...(document?.positions.values() ?? [])].find((one) => one.signatures === signatures && one[kind] === sha256)
    const name = `${nameOf(subject, version)}\n${signatures}\n${kind}`
    if (!document || !signature || this.#kept.has(name)) throw new AuditFault('file.event', place)
    this.#kept.add(name)
    return { signature, isNewest: signatures === document.positions.size }
  }

  /** Every signature's files are there. */
  closeFiles(): void {
    const signatures = [...this.#all.values()].flatMap(({ positions }) => [...positions.values()])
    for (const { subject, version, signatures: count, place } of signatures.toSorted((a, b) => a.place.entry - b.place.entry)) {
      for (const kind of ['xml', 'pdf']) {
        if (!this.#kept.has(`${nameOf(subject, version)}\n${count}\n${kind}`))
          throw new AuditFault('file.event', place, `thiếu tệp ${kind}`)
      }
    }
  }
}

const nameOf = (subject: string, version: number): string => `${subject}\n${version}`
