import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type VerifierKey, parseVerifierKey } from '@hocba/shared/log'
import { type Trust, pemToDer } from '@hocba/shared/verify'

const names = ['root.pem', 'chain.pem', 'crl.pem', 'tsa.pem', 'school.vkey'] as const

/** The trust material of the running school, as the agent publishes it under `pki/`. Re-read when a file changes. */
export class TrustFolder {
  readonly #folder: string
  #stamp = ''
  #trust: Trust = { roots: [], chain: [], crls: [] }
  #logKey: VerifierKey | undefined

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'pki')
  }

  get trust(): Trust {
    this.#look()
    return this.#trust
  }

  /** The key that signs the log; `undefined` before the agent has published it. */
  get logKey(): VerifierKey | undefined {
    this.#look()
    return this.#logKey
  }

  #look(): void {
    const stamp = names.map((name) => this.#modified(name)).join()
    if (stamp === this.#stamp) return
    this.#trust = {
      roots: pemToDer(this.pem('root.pem')),
      chain: pemToDer(this.pem('chain.pem')),
      crls: pemToDer(this.pem('crl.pem'), 'X509 CRL'),
      timestamps: pemToDer(this.pem('tsa.pem')),
    }
    this.#logKey = parseVerifierKey(this.pem('school.vkey'))
    this.#stamp = stamp
  }

  pem(name: (typeof names)[number]): string {
    const path = join(this.#folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  #modified(name: string): number {
    return statSync(join(this.#folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  }
}
