import type { Command } from 'commander'
import { type Context } from './context.ts'

/** The log's tree, its checkpoints and their audit come with a later version; until then nothing pretends to have checked. */
export function auditCommand(program: Command, context: Context): void {
  const audit = program.command('audit').description('Xuất và kiểm tra nhật ký (phiên bản sau)')
  const later = (): void => {
    context.terminal.complain('hocba: Xuất và kiểm tra nhật ký sẽ có ở phiên bản sau; phiên bản này chưa kiểm tra gì. [feature.later]')
    context.exit(2)
  }
  audit.command('export').requiredOption('--out <file>', 'tệp kết quả').action(later)
  audit
    .command('verify <file>')
    .option('--key <vkey>', 'khóa công khai của trường')
    .option('--checkpoint <file...>', 'các mốc đã giữ từ trước')
    .action(later)
}
