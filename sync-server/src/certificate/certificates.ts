import { Fault } from '@hocba/shared/core'
import type { Approval, CertificateRecord, DirectoryStore } from '../store/port.ts'

/** Oldest first. */
export const approvalsOf = ({ approved, earlier = [] }: CertificateRecord): readonly Approval[] =>
  approved === null ? earlier : [...earlier, approved]

/** Once the decision that it was approved on has ended, a certificate waits for approval on the next one. */
export function stateOn({ approved, disabled }: CertificateRecord, day: string): 'declared' | 'approved' | 'disabled' {
  if (disabled !== null) return 'disabled'
  return approved === null || (approved.basis.until !== undefined && approved.basis.until < day) ? 'declared' : 'approved'
}

/** Who holds which certificate since when, in memory over the store; nothing is ever taken out. */
export class Certificates {
  readonly #store: DirectoryStore
  readonly #records: Map<string, CertificateRecord>

  private constructor(store: DirectoryStore, records: readonly CertificateRecord[]) {
    this.#store = store
    this.#records = new Map(records.map((one) => [one.id, one]))
  }

  static async load(store: DirectoryStore): Promise<Certificates> {
    return new Certificates(store, await store.certificates())
  }

  get all(): readonly CertificateRecord[] {
    return [...this.#records.values()]
  }

  of(account: string): readonly CertificateRecord[] {
    return this.all.filter((one) => one.account === account)
  }

  /** By the SHA-256 of the certificate, lower-case hex. */
  find(id: string): CertificateRecord | undefined {
    return this.#records.get(id)
  }

  async put(record: CertificateRecord): Promise<void> {
    await this.#store.putCertificate(record)
    this.#records.set(record.id, record)
  }

  /**
   * Declared to the school and approved before use (R70; 001 art. 21.8), by this person, on a decision that has not ended, and not
   * disabled.
   * @throws Fault `certificate.undeclared`, `certificate.disabled`
   */
  demandApproved(account: string, id: string, day: string): void {
    const record = this.find(id)
    if (record?.account !== account) throw new Fault('certificate.undeclared')
    const state = stateOn(record, day)
    if (state === 'declared') throw new Fault('certificate.undeclared')
    if (state === 'disabled') throw new Fault('certificate.disabled')
  }
}
