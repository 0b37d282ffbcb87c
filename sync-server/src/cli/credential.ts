import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type Context, dataDir, readInput } from './context.ts'
import { certificatesOf, isPkcs12 } from './pkcs12.ts'

interface ImportOptions {
  readonly account: string
  readonly replace?: true
}

interface TokenOptions {
  readonly account: string
  readonly module: string
  readonly token: string
  readonly key?: string
  readonly replace?: true
}

export function credentialCommand(program: Command, context: Context): void {
  const credential = program.command('credential').description('Chứng thư số trên máy ký')
  credential
    .command('import <file>')
    .description('Đưa tệp PKCS#12 (.p12) của một người vào máy ký; mã PIN được hỏi để đọc chứng thư và không được lưu')
    .requiredOption('--account <account>', 'tài khoản của người giữ chứng thư')
    .option('--replace', 'thay chứng thư đang có')
    .action((file: string, options: ImportOptions) => importCredential(context, file, options))
  credential
    .command('token')
    .description('Cho máy ký biết khóa của một người nằm trên thiết bị ký (USB token, thẻ, HSM); không hỏi và không lưu mã PIN')
    .requiredOption('--account <account>', 'tài khoản của người giữ thiết bị')
    .requiredOption('--module <path>', 'thư viện PKCS#11 của nhà sản xuất, đường dẫn tuyệt đối')
    .requiredOption('--token <name>', 'nhãn hoặc số sê-ri của thiết bị')
    .option('--key <hex>', 'mã khóa (CKA_ID) khi thiết bị có nhiều khóa')
    .option('--replace', 'thay khai báo đang có')
    .action((options: TokenOptions) => placeToken(context, options))
}

/** `<account>.token.json` beside the files of credentials: the agent reads it at each batch and finds the certificate on the token. */
async function placeToken(context: Context, { account, module, token, key, replace }: TokenOptions): Promise<void> {
  demandAccount(account)
  if (!isAbsolute(module) || !existsSync(module))
    throw new Fault('credential.invalid', { detail: `Không có thư viện PKCS#11 ở ${module} (cần đường dẫn tuyệt đối).` })
  if (key !== undefined && !/^([0-9a-f]{2})+$/.test(key))
    throw new Fault('request.invalid', { detail: `Mã khóa «${key}» không phải là số hex chữ thường.` })
  await place(context, account, 'token', { module, token, ...(key === undefined ? {} : { key }) }, replace)
}

async function place(context: Context, account: string, kind: string, facts: object, replace: true | undefined): Promise<void> {
  const folder = join(dataDir(context), 'agent', 'credentials')
  const target = join(folder, `${account}.${kind}.json`)
  if (!replace && existsSync(target))
    throw new Fault('credential.invalid', { detail: `${account} đã có khai báo ${target}; thêm --replace để thay.` })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await replaceFile(target, `${JSON.stringify(facts)}\n`)
  context.terminal.print(`Đã ghi ${target}.`)
}

function demandAccount(account: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(account))
    throw new Fault('request.invalid', { detail: `«${account}» không phải là tên tài khoản.` })
}

/** The agent lists credentials by the certificate beside the key, and opens the key with the PIN only when its holder signs. */
async function importCredential(context: Context, file: string, { account, replace }: ImportOptions): Promise<void> {
  demandAccount(account)
  const bytes = await readInput(file)
  if (!isPkcs12(bytes)) throw new Fault('credential.invalid', { detail: `${file} không phải là tệp PKCS#12 (.p12).` })
  const folder = join(dataDir(context), 'agent', 'credentials')
  const target = join(folder, account)
  if (!replace && existsSync(`${target}.p12`)) {
    throw new Fault('credential.invalid', { detail: `${account} đã có chứng thư; thêm --replace để thay.` })
  }
  const pin = await context.terminal.askSecret(`Mã PIN của ${file}`, 'HOCBA_PIN')
  const certificates = await certificatesOf(bytes, pin).catch((cause: unknown) => {
    throw new Fault('pin.wrong', { detail: `Mã PIN không mở được ${file}, hoặc tệp hỏng. Không tự thử lại.`, cause })
  })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await replaceFile(`${target}.p12`, bytes)
  await replaceFile(`${target}.pem`, certificates)
  context.terminal.print(`Đã đưa chứng thư của ${account} vào ${target}.p12.`)
}

/** The certificate goes last: its presence means that the pair is whole. */
async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
