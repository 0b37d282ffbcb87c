import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Fault } from '@hocba/shared/core'

/** What a command touches beside files: the environment, two streams, and the person at the keyboard. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  print(line: string): void
  complain(line: string): void
  /** Asks without echo; refused where nobody sits. `variable` names the environment variable that answers instead. */
  askSecret(question: string, variable: string): Promise<string>
}

export const processTerminal: Terminal = {
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  askSecret,
}

async function askSecret(question: string, variable: string): Promise<string> {
  const given = process.env[variable]
  if (given !== undefined) return given
  if (!process.stdin.isTTY)
    throw new Fault('session.required', { detail: `${question}: không có bàn phím để hỏi; hãy đặt biến ${variable}.` })
  process.stderr.write(`${question}: `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const stop = new AbortController()
  lines.on('SIGINT', () => stop.abort()).on('close', () => stop.abort())
  try {
    return await lines.question('', { signal: stop.signal })
  } catch (cause) {
    throw new Fault('session.required', { detail: `${question}: chưa nhập, không làm gì.`, cause })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
