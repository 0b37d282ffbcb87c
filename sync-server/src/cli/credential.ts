import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type Context, dataDir, readInput } from './context.ts'
import { certificatesOf, isPkcs12 } from './pkcs12.ts'

interface ImportOptions {
  readonly account: string
  readonly replace?: true
}

export function credentialCommand(program: Command, context: Context): void {
  program
    .command('credential')
    .description('Chứng thư số trên máy ký')
    .command('import <file>')
    .description('Đưa tệp PKCS#12 (.p12) của một người vào máy ký; mã PIN được hỏi để đọc chứng thư và không được lưu')
    .requiredOption('--account <account>', 'tài khoản của người giữ chứng thư')
    .option('--replace', 'thay chứng thư đang có')
    .action((file: string, options: ImportOptions) => importCredential(context, file, options))
}

/** The agent lists credentials by the certificate beside the key, and opens the key with the PIN only when its holder signs. */
async function importCredential(context: Context, file: string, { account, replace }: ImportOptions): Promise<void> {
  if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(account))
    throw new Fault('request.invalid', { detail: `«${account}» không phải là tên tài khoản.` })
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
