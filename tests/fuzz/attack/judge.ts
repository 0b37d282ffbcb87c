import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Trust, Verdict } from '@hocba/shared/verify'

export interface Sentence {
  readonly verdict: Verdict | 'crashed'
  readonly failed: readonly string[]
  /** Processor time, whatever else the machine does. */
  readonly milliseconds: number
  /** The most memory that this file took on top of what the process held before. */
  readonly bytes: number
}

/** What a stranger's file may cost. */
export const limits = { milliseconds: 2_000, mebibytes: 256 } as const

/** Verifies in a process of its own, so that its cost is its own; one that a file has ended is begun again. */
export class Judge {
  readonly #root: string
  readonly #options: { readonly trust: Trust; readonly at: Date }
  #child: ChildProcess | undefined

  constructor(root: string, trust: Trust, at: Date) {
    this.#root = root
    this.#options = { trust, at }
  }

  async judge(file: Uint8Array): Promise<Sentence> {
    const child = (this.#child ??= await this.#begin())
    try {
      return await ask<Sentence>(child, file)
    } catch {
      this.#child = undefined
      return { verdict: 'crashed', failed: [], milliseconds: 0, bytes: 0 }
    }
  }

  close(): void {
    this.#child?.kill()
  }

  async #begin(): Promise<ChildProcess> {
    const child = fork(join(this.#root, 'tests/support/verify-child.mjs'), {
      cwd: this.#root,
      serialization: 'advanced',
      execArgv: ['--expose-gc', `--max-old-space-size=${limits.mebibytes}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    await ask(child, this.#options)
    return child
  }
}

/** One message and its answer; rejects when the process ends instead. */
function ask<Answer = unknown>(child: ChildProcess, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the verifier ended with ${String(code)}`))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as Answer)
    })
    child.send(message)
  })
}
