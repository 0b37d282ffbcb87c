import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type PairAnswer, pairAnswer, pairTexts, readPairingCode } from '@hocba/shared/wire'
import { type Context, dataDir } from './context.ts'
import { call, jsonBody } from './client.ts'
import { replaceFile } from './key-place.ts'

interface PairOptions {
  readonly server: string
  readonly name: string
}

export function agentCommand(program: Command, context: Context): void {
  program
    .command('agent')
    .description('Máy ký trên máy tính của chính người ký')
    .command('pair')
    .description('Ghép nối máy này với tài khoản của thầy cô bằng mã trên trang Ký số; mã được hỏi, không đặt trong dòng lệnh')
    .requiredOption('--server <url>', 'địa chỉ máy chủ của trường (https)')
    .option('--name <name>', 'tên để nhận ra máy này', hostname())
    .action((options: PairOptions) => pair(context, options))
}

/** The code is never sent: each side shows the other that it knows it, so no other server can be taken for the school's. */
async function pair(context: Context, { server, name }: PairOptions): Promise<void> {
  const url = server.replace(/\/+$/, '')
  if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(`${url}/`))
    throw new Fault('request.invalid', { detail: `Địa chỉ «${server}» phải là https.` })
  const code = readPairingCode(await context.terminal.askSecret('Mã ghép nối', 'HOCBA_PAIRING_CODE'))
  if (code === undefined) throw new Fault('pairing.code', { detail: 'Mã ghép nối có 20 chữ và số.' })
  const request = { id: code.id, name, nonce: randomBytes(32).toString('hex') }
  const body = jsonBody({ ...request, proof: hmac(code.secret, pairTexts.agent(request)) })
  const answer = pairAnswer.safeParse(await call(url, 'POST', '/api/pairings', {}, body))
  if (!answer.success || !isProven(code.secret, request.nonce, answer.data))
    throw new Fault('pairing.code', { detail: 'Máy chủ này không chứng minh được rằng nó biết mã; không ghép nối.' })
  await keep(dataDir(context), url, answer.data)
  context.terminal.print(`Máy này nay ký cho ${answer.data.name} (${answer.data.account}), ${answer.data.school}. Chạy: npm run agent`)
}

const isProven = (secret: string, nonce: string, answer: PairAnswer): boolean =>
  timingSafeEqual(Buffer.from(hmac(secret, pairTexts.server(nonce, answer))), Buffer.from(answer.proof))

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

/** The pairing goes last: its presence means that all is there. */
async function keep(dir: string, server: string, { token, account, agent, logKey, roots }: PairAnswer): Promise<void> {
  const [own, pki] = [join(dir, 'agent'), join(dir, 'pki')]
  await mkdir(own, { recursive: true, mode: 0o700 })
  await mkdir(pki, { recursive: true })
  await replaceFile(join(pki, 'root.pem'), roots)
  await replaceFile(join(pki, 'school.vkey'), `${logKey}\n`)
  await replaceFile(join(own, 'pairing.json'), `${JSON.stringify({ server, account, agent, token })}\n`)
}
