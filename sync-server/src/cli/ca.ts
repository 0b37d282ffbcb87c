import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Command, Option } from 'commander'
import { Fault, isFaultCode } from '@hocba/shared/core'
import { revocationReasons, trialKeys } from '@hocba/shared/wire'
import { type Context, dataDir } from './context.ts'
import { demandAccount } from './key-place.ts'

interface IssueOptions {
  readonly account: string
  readonly name: string
  readonly uid: string
  readonly school: string
  readonly key: string
}

interface RevokeOptions {
  readonly account: string
  readonly serial?: string
  readonly reason: string
}

const warning = 'CHỈ ĐỂ THỬ: đây không phải tổ chức chứng thực được cấp phép; chữ ký không có giá trị ngoài việc thử.'

/** An authority for schools that try Hocba out before they have licensed certificates; it runs beside the signing agent. */
export function caCommand(program: Command, context: Context): void {
  const ca = program.command('ca').description('Cơ quan chứng thực thử, không được cấp phép: cấp, cấp lại, thu hồi, công bố CRL')
  ca.command('issue')
    .description('Cấp khóa và chứng thư thử cho một người; mã PIN của tệp khóa được hỏi')
    .requiredOption('--account <account>', 'tài khoản của người giữ')
    .requiredOption('--name <name>', 'họ và tên, hoặc tên trường cho con dấu')
    .requiredOption('--uid <uid>', 'CCCD:… của người, MST:… của trường')
    .requiredOption('--school <name>', 'tên trường')
    .addOption(new Option('--key <kind>', 'loại khóa').choices(trialKeys).default('rsa'))
    .action(async (options: IssueOptions) => {
      demandAccount(options.account)
      const pin = await askPin(context, options.account)
      const { serial } = await ask(context, { act: 'issue', ...options, pin })
      tell(context, `Đã cấp chứng thư thử ${serial} cho ${options.account}. Ký được sau khi hiệu trưởng phê duyệt ở trang Chứng thư số.`)
    })
  ca.command('renew')
    .description('Cấp lại khóa và chứng thư thử mới cho cùng một người; mã PIN mới được hỏi')
    .requiredOption('--account <account>', 'tài khoản của người giữ')
    .action(async ({ account }: Pick<IssueOptions, 'account'>) => {
      demandAccount(account)
      const { serial } = await ask(context, { act: 'renew', account, pin: await askPin(context, account) })
      tell(context, `Đã cấp lại chứng thư thử ${serial} cho ${account}; chứng thư mới cũng phải được phê duyệt.`)
    })
  ca.command('revoke')
    .description('Thu hồi chứng thư thử và công bố CRL mới')
    .requiredOption('--account <account>', 'tài khoản của người giữ')
    .option('--serial <hex>', 'số sê-ri, khi đã cấp lại')
    .addOption(new Option('--reason <reason>', 'lý do').choices(revocationReasons).default('unspecified'))
    .action(async (options: RevokeOptions) => {
      demandAccount(options.account)
      const { serial } = await ask(context, { act: 'revoke', ...options })
      tell(context, `Đã thu hồi chứng thư thử ${serial} và công bố danh sách thu hồi mới.`)
    })
  ca.command('crl')
    .description('Công bố danh sách thu hồi mới của cơ quan thử')
    .action(async () => {
      await ask(context, { act: 'crl' })
      tell(context, 'Đã công bố danh sách thu hồi mới.')
    })
}

function tell({ terminal }: Context, line: string): void {
  terminal.print(line)
  terminal.print(warning)
}

const askPin = ({ terminal }: Context, account: string): Promise<string> =>
  terminal.askSecret(`Mã PIN cho tệp khóa của ${account} (ít nhất 6 ký tự)`, 'HOCBA_PIN').then((pin) => {
    if (pin.length < 6) throw new Fault('request.invalid', { detail: 'Mã PIN cần ít nhất 6 ký tự.' })
    return pin
  })

const programPath = fileURLToPath(new URL('../../../signing-agent/dist/ca.js', import.meta.url))

/** Keys are made by the agent's program, which the server shares no code with. */
async function ask(context: Context, request: object): Promise<{ readonly serial?: string }> {
  const child = spawn(process.execPath, [programPath], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ ...request, dir: dataDir(context) }))
  const parts: Buffer[] = []
  for await (const part of child.stdout) parts.push(part as Buffer)
  const answer = JSON.parse(Buffer.concat(parts).toString('utf8') || '{"code":"internal"}') as {
    readonly serial?: string
    readonly code?: string
    readonly detail?: string
  }
  if (answer.code === undefined) return answer
  const code = isFaultCode(answer.code) ? answer.code : 'internal'
  throw new Fault(code, answer.detail === undefined ? {} : { detail: answer.detail })
}
