import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type VerifierKey, parseVerifierKey } from '@hocba/shared/log'
import { type Trust, pemToDer } from '@hocba/shared/verify'

/** The trust material of the running school, as the agent publishes it under `pki/`. Re-read when a file changes. */
export class TrustFolder {
  readonly #folder: string
  #stamp = ''
  #trust: Trust = { roots: [], chain: [], crls: [] }

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'pki')
  }

  get trust(): Trust {
    const stamp = ['root.pem', 'chain.pem', 'crl.pem', 'tsa.pem'].map((name) => this.#modified(name)).join()
    if (stamp !== this.#stamp) {
      this.#trust = {
        roots: pemToDer(this.pem('root.pem')),
        chain: pemToDer(this.pem('chain.pem')),
        crls: pemToDer(this.pem('crl.pem'), 'X509 CRL'),
        timestamps: pemToDer(this.pem('tsa.pem')),
      }
      this.#stamp = stamp
    }
    return this.#trust
  }

  /** The key that signs the log; `undefined` before the agent has published it. */
  get logKey(): VerifierKey | undefined {
    return parseVerifierKey(this.pem('school.vkey'))
  }

  pem(name: 'root.pem' | 'chain.pem' | 'crl.pem' | 'tsa.pem' | 'school.vkey'): string {
    const path = join(this.#folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  #modified(name: string): number {
    const path = join(this.#folder, name)
    return existsSync(path) ? statSync(path).mtimeMs : 0
  }
}
