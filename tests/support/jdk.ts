import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './outside.ts'

/** The JDK's own XML signatures (javax.xml.crypto.dsig): one virtual machine for many files. */
export class Jdk {
  readonly #classes = mkdtempSync(join(tmpdir(), 'hocba-jdk-'))

  /** Compiles once; `source` is tests/support/jdk/Verify.java. */
  constructor(source: string) {
    const { status, text } = run('javac', ['-d', this.#classes, source])
    if (status !== 0) throw new Error(`javac: ${text}`)
  }

  /** What it says of each file: `OK 4` with the number of signatures, or `BAD` and why. */
  answers(paths: readonly string[]): readonly string[] {
    const { status, text } = run('java', ['-XX:+UseSerialGC', '-cp', this.#classes, 'Verify'], Buffer.from(`${paths.join('\n')}\n`))
    const lines = text.trim().split('\n')
    if (status !== 0 || lines.length !== paths.length) throw new Error(`java: ${text.slice(0, 500)}`)
    return lines
  }

  close(): void {
    rmSync(this.#classes, { recursive: true, force: true })
  }
}
