import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import type { Problem, SheetReport } from '../import/index.ts'
import { asPerson, isRecord, workbookBody } from './client.ts'
import { type Context, readInput } from './context.ts'

interface ImportOptions {
  readonly as: string
  readonly dryRun?: true
}

type Kind = 'roster' | 'marks'

const kinds: Readonly<Record<Kind, { readonly description: string; readonly unit: string }>> = {
  roster: { description: 'Nhập danh sách học sinh từ tệp .xlsx', unit: 'học sinh' },
  marks: { description: 'Nhập điểm từ tệp .xlsx, mỗi trang tính là một bảng điểm', unit: 'ô' },
}

export function importCommand(program: Command, context: Context): void {
  const group = program.command('import').description('Nhập danh sách học sinh hoặc điểm qua máy chủ đang chạy')
  for (const kind of ['roster', 'marks'] as const) {
    group
      .command(`${kind} <file>`)
      .description(kinds[kind].description)
      .requiredOption('--as <user>', 'tài khoản thực hiện; mật khẩu từ HOCBA_PASSWORD hoặc được hỏi')
      .option('--dry-run', 'chỉ kiểm tra, không ghi')
      .action((file: string, options: ImportOptions) => send(context, kind, file, options))
  }
}

async function send(context: Context, kind: Kind, file: string, { as, dryRun }: ImportOptions): Promise<void> {
  const bytes = await readInput(file)
  const path = `/api/import/${kind}${dryRun ? '?dry=1' : ''}`
  const answer = await asPerson(context.terminal, as, (client) => client.post(path, workbookBody(bytes)))
  const sheets = readReport(answer)
  if (sheets.length === 0) throw new Fault('workbook.header', { detail: `${file} không có trang tính nào có dữ liệu.` })
  for (const sheet of sheets) printSheet(context, kinds[kind].unit, sheet, dryRun === true)
  if (sheets.some((sheet) => sheet.problems.length > 0)) context.exit(1)
}

function readReport(answer: unknown): readonly SheetReport[] {
  if (isRecord(answer) && Array.isArray(answer['sheets'])) return answer['sheets'] as readonly SheetReport[]
  throw new Fault('internal', { detail: 'Máy chủ không trả về kết quả nhập.' })
}

function printSheet({ terminal }: Context, unit: string, { sheet, written, problems }: SheetReport, dry: boolean): void {
  if (problems.length === 0) return terminal.print(`${sheet}: ${dry ? 'sẽ ghi' : 'đã ghi'} ${written} ${unit}.`)
  terminal.print(`${sheet}: bị từ chối ${problems.length} chỗ, không ghi gì của trang tính này.`)
  for (const one of problems)
    terminal.print(`  ${placeOf(one)}${one.message} [${one.code}]${one.value === undefined ? '' : ` «${one.value}»`}`)
}

function placeOf({ row, column }: Problem): string {
  if (row === 0) return ''
  return column === undefined ? `dòng ${row}: ` : `dòng ${row}, cột ${column}: `
}
