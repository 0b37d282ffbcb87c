import { Fault } from '@hocba/shared/core'
import type { CertificateRecord, DirectoryStore } from '../store/port.ts'

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
   * Declared to the school and approved before use (R70; 001 art. 21.8), by this person, and not disabled.
   * @throws Fault `certificate.undeclared`, `certificate.disabled`
   */
  demandApproved(account: string, id: string): void {
    const record = this.find(id)
    if (record?.account !== account || record.approved === null) throw new Fault('certificate.undeclared')
    if (record.disabled !== null) throw new Fault('certificate.disabled')
  }
}
