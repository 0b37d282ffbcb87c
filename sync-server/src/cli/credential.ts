import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type Context, dataDir, readInput } from './context.ts'
import { demandAccount, placeCommands, replaceFile } from './key-place.ts'
import { certificatesOf, isPkcs12 } from './pkcs12.ts'

interface ImportOptions {
  readonly account: string
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
  placeCommands(credential, context)
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
  // The certificate goes last: its presence means that the pair is whole.
  await replaceFile(`${target}.p12`, bytes)
  await replaceFile(`${target}.pem`, certificates)
  context.terminal.print(`Đã đưa chứng thư của ${account} vào ${target}.p12. Ký được sau khi hiệu trưởng phê duyệt ở trang Chứng thư số.`)
}
