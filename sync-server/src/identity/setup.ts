import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'
import { sha256Hex } from './digest.ts'

/**
 * The first start of a real school: until somebody who sits at this machine has named the school and its administrator,
 * a code that only the owner of the data folder can read opens the set-up. It is good once.
 */
export class Setup {
  readonly #file: string
  #code: string | undefined

  private constructor(file: string, code: string | undefined) {
    this.#file = file
    this.#code = code
  }

  static open(dataDir: string, isSetUp: boolean): Setup {
    const file = join(dataDir, 'setup-code')
    if (isSetUp) rmSync(file, { force: true })
    else if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('base64url'), { mode: 0o600 })
    return new Setup(file, isSetUp ? undefined : readFileSync(file, 'utf8').trim())
  }

  /** `undefined` once the school is there. */
  get code(): string | undefined {
    return this.#code
  }

  /** @throws Fault `setup.closed`, `setup.code` */
  demand(code: string): void {
    if (this.#code === undefined) throw new Fault('setup.closed')
    if (!timingSafeEqual(Buffer.from(sha256Hex(code)), Buffer.from(sha256Hex(this.#code)))) throw new Fault('setup.code')
  }

  close(): void {
    this.#code = undefined
    rmSync(this.#file, { force: true })
  }
}
