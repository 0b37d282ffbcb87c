import { type FileHandle, open, readFile } from 'node:fs/promises'
import { Shared } from './shared-work.ts'

/** What a signature is for; account ids only, no names and no marks. */
export interface Subject {
  readonly digest: string
  readonly role: string
  readonly person: string
}

export type JournalEvent = 'signed' | 'returned' | 'refused' | 'failed'

export const subjectKey = ({ digest, role, person }: Subject): string => `${digest}|${role}|${person}`

/** Append-only record of what was signed, one JSON line each, on disk before the call returns; lines that come together share a sync. */
export class Journal {
  readonly #file: FileHandle
  readonly #now: () => Date
  readonly #returned: Set<string>
  readonly #lines = new Shared((lines: readonly string[]) => this.#append(lines))

  private constructor(file: FileHandle, now: () => Date, returned: Set<string>) {
    this.#file = file
    this.#now = now
    this.#returned = returned
  }

  static async open(path: string, now: () => Date): Promise<Journal> {
    const returned = new Set<string>()
    const text = await readFile(path, 'utf8').catch(() => '')
    for (const line of text.split('\n')) {
      const entry = readLine(line)
      if (entry?.event === 'returned') returned.add(subjectKey(entry))
    }
    const file = await open(path, 'a', 0o600)
    // A line cut off by a crash must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n')
    return new Journal(file, now, returned)
  }

  /** The server has acknowledged a signature for this. */
  wasReturned(subject: Subject): boolean {
    return this.#returned.has(subjectKey(subject))
  }

  async write(event: JournalEvent, job: string, { digest, role, person }: Subject, code?: string): Promise<void> {
    const line = { at: this.#now().toISOString(), event, job, digest, role, person, ...(code === undefined ? {} : { code }) }
    await this.#lines.add(`${JSON.stringify(line)}\n`)
    if (event === 'returned') this.#returned.add(subjectKey({ digest, role, person }))
  }

  async #append(lines: readonly string[]): Promise<void> {
    await this.#file.appendFile(lines.join(''))
    await this.#file.datasync()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

function readLine(line: string): (Subject & { readonly event: string }) | undefined {
  try {
    return JSON.parse(line) as Subject & { readonly event: string }
  } catch {
    return undefined
  }
}
