import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type VerifierKey, parseVerifierKey } from '@hocba/shared/log'
import type { Trust } from '@hocba/shared/verify'
import { readCrls, readPem } from './certificate/chain.ts'

export interface Published {
  readonly trust: Trust
  /** The key that signs the school's log; `undefined` before it is there. */
  readonly logKey: VerifierKey | undefined
}

const files = ['root.pem', 'chain.pem', 'crl.pem', 'tsa.pem', 'school.vkey'] as const

/** What is published under `pki/`, read once and again as soon as a file there is another one: a batch asks for each of its files. */
export class PublishedFolder {
  readonly #folder: string
  #stamp = ''
  #published: Published | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  read(): Published {
    const stamp = files.map((name) => this.#stampOf(name)).join()
    if (this.#published === undefined || stamp !== this.#stamp) {
      this.#published = { trust: this.#trust(), logKey: parseVerifierKey(this.#textIfThere('school.vkey')) }
      this.#stamp = stamp
    }
    return this.#published
  }

  /** `tsa.pem` only where the school has an authority for time stamps. */
  #trust(): Trust {
    return {
      roots: readPem(this.#text('root.pem')),
      chain: readPem(this.#text('chain.pem')),
      crls: readCrls(this.#text('crl.pem')),
      timestamps: readPem(this.#textIfThere('tsa.pem')),
    }
  }

  #text(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8')
  }

  #textIfThere(name: string): string {
    return this.#stampOf(name) === '' ? '' : this.#text(name)
  }

  /** `''` where there is no such file. */
  #stampOf(name: string): string {
    const found = statSync(join(this.#folder, name), { throwIfNoEntry: false, bigint: true })
    return found === undefined ? '' : `${found.ino}:${found.mtimeNs}:${found.size}`
  }
}
