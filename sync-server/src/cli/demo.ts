import { type Command } from 'commander'
import { demoPeople } from '../demo/people.ts'
import { asPerson, isRecord, jsonBody } from './client.ts'
import { type Context } from './context.ts'

export function demoCommand(program: Command, context: Context): void {
  program
    .command('demo')
    .description('Tài khoản của trường mẫu; --complete nhập nốt học kì II')
    .option('--complete', 'nhập điểm cuối kì, rèn luyện, chuyên cần và nhận xét còn thiếu của học kì II')
    .option('--as <user>', 'tài khoản thực hiện', 'quantrihocba')
    .action(async (options: { readonly complete?: true; readonly as: string }) => {
      if (!options.complete) return listAccounts(context)
      const answer = await asPerson(context.terminal, options.as, (client) => client.post('/api/demo/complete', jsonBody({})))
      const count = (name: string): number => (isRecord(answer) && typeof answer[name] === 'number' ? answer[name] : 0)
      context.terminal.print(`Đã nhập xong học kì II của trường mẫu: ${count('actions')} lượt nhập, ${count('remarks')} nhận xét.`)
    })
}

function listAccounts({ terminal }: Context): void {
  for (const { id, title, name } of demoPeople) terminal.print(`${id.padEnd(14)} ${title.padEnd(36)} ${name}`)
  terminal.print('Mật khẩu của mọi tài khoản mẫu: hocba-demo. Nhập nốt học kì II: hocba demo --complete')
}
