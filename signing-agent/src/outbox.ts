import { createHash } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AgentResult, readBundle, writeBundle } from '@hocba/shared/wire'
import { type Subject, subjectKey } from './journal.ts'
import { Shared } from './shared-work.ts'

export interface Letter {
  readonly job: string
  readonly subject: Subject
  readonly result: AgentResult
}

/** Signed files until the server has acknowledged them; whole files only, whatever happens to the program. */
export class Outbox {
  readonly #dir: string
  readonly #names = new Shared(() => this.#syncFolder())

  private constructor(dir: string) {
    this.#dir = dir
  }

  static async open(dir: string): Promise<Outbox> {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    // Begun when the agent was ended: nobody has seen these, and their jobs are signed anew.
    for (const name of await readdir(dir)) if (name.endsWith('.new')) await rm(join(dir, name))
    return new Outbox(dir)
  }

  async put(letter: Letter): Promise<void> {
    const path = this.#path(letter.subject)
    const file = await open(`${path}.new`, 'w', 0o600)
    try {
      await file.writeFile(bytesOf(letter))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.new`, path)
    await this.#names.add(path)
  }

  async find(subject: Subject): Promise<Letter | undefined> {
    return readLetter(this.#path(subject))
  }

  async all(): Promise<readonly Letter[]> {
    const names = (await readdir(this.#dir)).filter((name) => name.endsWith('.letter'))
    const letters = await Promise.all(names.map((name) => readLetter(join(this.#dir, name))))
    return letters.filter((letter) => letter !== undefined)
  }

  async remove(subject: Subject): Promise<void> {
    await rm(this.#path(subject), { force: true })
  }

  #path(subject: Subject): string {
    return join(this.#dir, `${createHash('sha256').update(subjectKey(subject)).digest('hex')}.letter`)
  }

  async #syncFolder(): Promise<void> {
    const folder = await open(this.#dir, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}

const bytesOf = ({ job, subject, result: { xml, pdf, key } }: Letter): Uint8Array => writeBundle({ job, subject, key }, { xml, pdf })

async function readLetter(path: string): Promise<Letter | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  const bundle = bytes && readBundle(bytes, ['xml', 'pdf'])
  const { xml, pdf } = bundle?.files ?? {}
  if (!bundle || !xml || !pdf) return undefined
  // Written by `put` and renamed when it was whole.
  const { job, subject, key } = bundle.head as Omit<Letter, 'result'> & Pick<AgentResult, 'key'>
  return { job, subject, result: { xml, pdf, key } }
}
