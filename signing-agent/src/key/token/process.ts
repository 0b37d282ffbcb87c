import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Fault } from '@hocba/shared/core'
import type { TokenAnswer, TokenQuestion, TokenReplies } from './wire.ts'

/** A token that hangs must not hold a person up for ever. */
const patience = 30_000

/** A token's own process, as the agent talks to it. */
export class TokenProcess {
  readonly #child: ChildProcess
  #last: Promise<unknown> = Promise.resolve()

  constructor(program: string) {
    this.#child = fork(program, [], {
      env: surroundings(process.env),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child.on('error', () => undefined)
  }

  /** One question at a time. @throws Fault what the token refused, `credential.missing` when its process has ended */
  ask<Q extends TokenQuestion>(question: Q): Promise<TokenReplies[Q['ask']]> {
    const asked = this.#last.then(() => this.#ask(question))
    this.#last = asked.catch(() => undefined)
    return asked
  }

  /** Logs out and ends the process; resolves when it is gone, and with it every copy of the PIN. */
  async end(): Promise<void> {
    const { exitCode, signalCode, connected } = this.#child
    if (exitCode !== null || signalCode !== null || this.#child.pid === undefined) return
    const gone = once(this.#child, 'exit')
    if (connected) this.#child.disconnect()
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 3_000)
    await gone
    clearTimeout(late)
  }

  async #ask<Q extends TokenQuestion>(question: Q): Promise<TokenReplies[Q['ask']]> {
    const answer = await this.#exchange(question)
    if (!answer.ok) throw new Fault(answer.code, { detail: answer.detail, extra: answer.extra })
    return answer.value as TokenReplies[Q['ask']]
  }

  #exchange(question: TokenQuestion): Promise<TokenAnswer> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(late)
        child.off('message', heard).off('exit', ended)
        act()
      }
      const heard = (answer: unknown): void => settle(() => resolve(answer as TokenAnswer))
      const ended = (): void => settle(() => reject(new Fault('credential.missing', { detail: 'Thiết bị ký đã ngừng trả lời.' })))
      const late = setTimeout(() => {
        child.kill('SIGKILL')
        ended()
      }, patience)
      child.once('message', heard).once('exit', ended)
      if (child.connected) child.send(question, (error) => error && ended())
      else ended()
    })
  }
}

/** The maker's library may need its own variables; our secrets it does not get. */
const surroundings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('HOCBA_')))
