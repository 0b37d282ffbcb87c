import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { asPerson, isRecord, jsonBody } from './client.ts'
import type { Context } from './context.ts'

interface OrderOptions {
  readonly as: string
  readonly reason: string
}

/** Erasure of what the log knows of people who have left: ordered by one, executed by another. */
export function eraseCommand(program: Command, context: Context): void {
  const erase = program.command('erase').description('Xóa nội dung nhật ký về người đã thôi việc (lượt xem, cảnh báo đăng nhập)')
  erase
    .command('order <account>')
    .description('Lệnh xóa của hiệu trưởng cho mọi mục được phép xóa của một tài khoản')
    .requiredOption('--reason <text>', 'căn cứ xóa, ví dụ số văn bản yêu cầu')
    .option('--as <user>', 'người ra lệnh', 'hieutruong')
    .action((account: string, options: OrderOptions) => order(context, account, options))
  erase
    .command('execute <order>')
    .description('Quản trị học bạ thực hiện lệnh xóa; không lấy lại được')
    .option('--as <user>', 'người thực hiện', 'quantrihocba')
    .action((id: string, { as }: Pick<OrderOptions, 'as'>) => execute(context, id, as))
}

async function order({ terminal }: Context, account: string, { as, reason }: OrderOptions): Promise<void> {
  await asPerson(terminal, as, async (client) => {
    const found = await client.get(`/api/log/erasable?user=${encodeURIComponent(account)}`)
    const entries = Array.isArray(found) ? found.flatMap((one) => (isRecord(one) ? [one['index']] : [])) : []
    if (entries.length === 0) throw new Fault('log.kept')
    const given = await client.post('/api/orders', jsonBody({ action: 'erase', scope: { entries }, reason }))
    terminal.print(`Lệnh ${isRecord(given) ? String(given['id']) : ''}: xóa nội dung ${entries.length} mục của ${account}.`)
  })
}

async function execute({ terminal }: Context, id: string, as: string): Promise<void> {
  await asPerson(terminal, as, async (client) => {
    const done = await client.post('/api/log/erase', jsonBody({ order: id }))
    terminal.print(
      `Đã xóa nội dung ${isRecord(done) ? String(done['erased']) : 0} mục. Bản sao lưu và bản xuất đã giao trước đây vẫn còn nội dung cũ.`,
    )
  })
}
