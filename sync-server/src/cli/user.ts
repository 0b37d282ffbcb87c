import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { isRole, roles } from '@hocba/shared/access'
import { type Client, asPerson, jsonBody } from './client.ts'
import type { Context } from './context.ts'

interface AddOptions {
  readonly as: string
  readonly name: string
  readonly title: string
  readonly role: readonly string[]
  readonly uid?: string
}

export function userCommand(program: Command, context: Context): void {
  const user = program.command('user').description('Tài khoản: thêm người, đặt lại mật khẩu')
  user
    .command('add <account>')
    .description('Thêm một tài khoản; mật khẩu mới từ HOCBA_NEW_PASSWORD hoặc được hỏi')
    .requiredOption('--as <user>', 'quản trị hệ thống thực hiện')
    .requiredOption('--name <name>', 'họ và tên')
    .requiredOption('--title <title>', 'chức vụ, ví dụ Giáo viên')
    .requiredOption('--role <role...>', `vai trò: ${roles.join(' ')}`)
    .option('--uid <uid>', 'CCCD:… hoặc MST:… trong chứng thư số')
    .action((account: string, options: AddOptions) => add(context, account, options))
  user
    .command('reset <account>')
    .description('Đặt lại mật khẩu')
    .requiredOption('--as <user>', 'quản trị hệ thống thực hiện')
    .action((account: string, options: { readonly as: string }) => reset(context, account, options.as))
}

async function add(context: Context, account: string, { as, ...person }: AddOptions): Promise<void> {
  const unknown = person.role.find((role) => !isRole(role))
  if (unknown !== undefined) throw new Fault('request.invalid', { detail: `Không có vai trò ${unknown}; các vai trò: ${roles.join(' ')}.` })
  await asPerson(context.terminal, as, async (client) => {
    const password = await context.terminal.askSecret(`Mật khẩu mới của ${account}`, 'HOCBA_NEW_PASSWORD')
    const { name, title, uid, role } = person
    await change(client, '/api/accounts', { id: account, name, title, roles: role, uid, password })
  })
  context.terminal.print(`Đã thêm tài khoản ${account}.`)
}

async function reset(context: Context, account: string, as: string): Promise<void> {
  await asPerson(context.terminal, as, async (client) => {
    const password = await context.terminal.askSecret(`Mật khẩu mới của ${account}`, 'HOCBA_NEW_PASSWORD')
    await change(client, `/api/accounts/${encodeURIComponent(account)}/password`, { password })
  })
  context.terminal.print(`Đã đặt lại mật khẩu của ${account}.`)
}

/** A server without accounts of its own kind says so here, and not "no such address". */
async function change(client: Client, path: string, body: unknown): Promise<void> {
  await client.post(path, jsonBody(body)).catch((error: unknown) => {
    if (!(error instanceof Fault) || error.code !== 'route.unknown') throw error
    throw new Fault('feature.later', { detail: 'Máy chủ này chưa có chức năng quản lý tài khoản; không có gì thay đổi.', cause: error })
  })
}
