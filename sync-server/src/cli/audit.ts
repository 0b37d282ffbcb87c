import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type Audited, auditFile } from './audit-file.ts'
import { auditReport } from './audit-report.ts'
import { asPerson } from './client.ts'
import type { Context } from './context.ts'
import { type ReceiptOptions, checkReceipt } from './receipt.ts'

interface VerifyOptions {
  readonly key: string
  readonly checkpoint?: readonly string[]
  readonly json?: true
}

/** The whole record of the school, taken out and checked without the school (shared/docs/AUDIT.md). */
export function auditCommand(program: Command, context: Context): void {
  const audit = program.command('audit').description('Xuất toàn bộ nhật ký, và kiểm tra bản xuất không cần máy chủ')
  audit
    .command('export')
    .description('Xuất nhật ký, bảng điểm, học bạ và tệp ký thành một tệp')
    .requiredOption('--out <file>', 'tệp kết quả')
    .option('--as <user>', 'tài khoản thực hiện; mật khẩu từ HOCBA_PASSWORD hoặc được hỏi', 'thanhtra')
    .action((options: { readonly out: string; readonly as: string }) => exportTo(context, options))
  audit
    .command('verify <file>')
    .description('Kiểm tra bản xuất; mã thoát 0 chỉ khi nguyên vẹn')
    .requiredOption('--key <school.vkey>', 'khóa công khai của trường, lấy từ trường hoặc cơ quan quản lí')
    .option('--checkpoint <file...>', 'các mốc đã giữ từ trước, hoặc biên nhận chốt')
    .option('--json', 'in kết quả dạng JSON')
    .action((file: string, options: VerifyOptions) => verify(context, file, options))
  audit
    .command('receipt <file>')
    .description('Kiểm tra biên nhận chốt (PDF, hoặc chữ đọc từ mã QR) không cần máy chủ; mã thoát 0 chỉ khi đúng')
    .requiredOption('--key <school.vkey>', 'khóa công khai của trường, lấy từ trường hoặc cơ quan quản lí')
    .option('--log <url>', 'so mốc với nhật ký hiện nay của máy chủ này')
    .option('--json', 'in kết quả dạng JSON')
    .action((file: string, options: ReceiptOptions) => checkReceipt(context, file, options))
}

/** Under another name until it is whole. */
async function exportTo({ terminal }: Context, { out, as }: { readonly out: string; readonly as: string }): Promise<void> {
  const partial = `${out}.partial`
  try {
    await asPerson(terminal, as, async (client) => {
      await pipeline(Readable.from(await client.stream('/api/audit/export')), createWriteStream(partial, { mode: 0o600 }))
    })
    await rename(partial, out)
  } catch (cause) {
    await rm(partial, { force: true })
    if (cause instanceof Fault) throw cause
    throw new Fault('file.unreadable', { detail: `Không ghi được ${out}, hoặc máy chủ ngừng giữa chừng. Hãy xuất lại.`, cause })
  }
  terminal.print(`Đã xuất vào ${out}. Tệp có điểm của học sinh: chỉ giao cho người được phép.`)
}

async function verify({ terminal, exit }: Context, file: string, { key, checkpoint = [], json }: VerifyOptions): Promise<void> {
  const audited: Audited = await auditFile(file, key, checkpoint)
  const { lines, sentence } = auditReport(audited, checkpoint)
  for (const line of json ? [JSON.stringify(audited)] : lines) terminal.print(line)
  if (audited.whole) return
  terminal.complain(`hocba: ${file}: ${sentence}`)
  exit(1)
}
