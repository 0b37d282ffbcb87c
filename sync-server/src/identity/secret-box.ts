import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '@hocba/shared/core'

const cipher = 'aes-256-gcm'
const [keyLength, nonceLength, tagLength] = [32, 12, 16]

/**
 * Seals the secrets that the server must be able to read again, under a key in a file of its own: who gets hold of a store or
 * of a backup has none of them. Bound to the account, so that none can be moved to another.
 */
export class SecretBox {
  readonly #key: Buffer

  private constructor(key: Buffer) {
    this.#key = key
  }

  /** Makes the key at the first start. @throws Fault `file.unreadable` */
  static open(dataDir: string): SecretBox {
    const file = join(dataDir, 'secrets-key')
    if (!existsSync(file)) writeFileSync(file, randomBytes(keyLength).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
    if (key.length !== keyLength) throw new Fault('file.unreadable', { detail: `${file} không phải là khóa của Hocba.` })
    return new SecretBox(key)
  }

  seal(secret: string, account: string): string {
    const nonce = randomBytes(nonceLength)
    const seal = createCipheriv(cipher, this.#key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(account))
    const hidden = Buffer.concat([seal.update(secret, 'utf8'), seal.final()])
    return Buffer.concat([nonce, seal.getAuthTag(), hidden]).toString('base64url')
  }

  /** `undefined` for what another key, or for another account, has sealed. */
  open(sealed: string, account: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < nonceLength + tagLength) return undefined
    const [nonce, tag] = [bytes.subarray(0, nonceLength), bytes.subarray(nonceLength, nonceLength + tagLength)]
    try {
      const opened = createDecipheriv(cipher, this.#key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(account)).setAuthTag(tag)
      return Buffer.concat([opened.update(bytes.subarray(nonceLength + tagLength)), opened.final()]).toString('utf8')
    } catch {
      return undefined
    }
  }
}
