import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { type Command, Option } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type Context, dataDir } from './context.ts'

interface Placed {
  readonly account: string
  readonly replace?: true
}

interface TokenOptions extends Placed {
  readonly module: string
  readonly token: string
  readonly key?: string
}

interface RemoteOptions extends Placed {
  readonly service: string
  readonly user: string
  readonly credential?: string
}

interface ServiceOptions {
  readonly url: string
  readonly client: string
  readonly replace?: true
}

const services = ['csc', 'smartca', 'mysign']

/** Commands that tell the agent where a key is when it is not in a file. No PIN, password or one-time secret of a person is asked for. */
export function placeCommands(credential: Command, context: Context): void {
  credential
    .command('token')
    .description('Cho máy ký biết khóa của một người nằm trên thiết bị ký (USB token, thẻ, HSM); không hỏi và không lưu mã PIN')
    .requiredOption('--account <account>', 'tài khoản của người giữ thiết bị')
    .requiredOption('--module <path>', 'thư viện PKCS#11 của nhà sản xuất, đường dẫn tuyệt đối')
    .requiredOption('--token <name>', 'nhãn hoặc số sê-ri của thiết bị')
    .option('--key <hex>', 'mã khóa (CKA_ID) khi thiết bị có nhiều khóa')
    .option('--replace', 'thay khai báo đang có')
    .action((options: TokenOptions) => placeToken(context, options))
  credential
    .command('service <service>')
    .description('Khai báo quyền truy cập của trường ở một dịch vụ ký số từ xa: csc, smartca hoặc mysign; mã bí mật được hỏi')
    .requiredOption('--url <url>', 'địa chỉ gốc của dịch vụ (https)')
    .requiredOption('--client <id>', 'mã của trường: client_id hoặc sp_id')
    .option('--replace', 'thay khai báo đang có')
    .action((service: string, options: ServiceOptions) => placeService(context, service, options))
  credential
    .command('remote')
    .description('Cho máy ký biết khóa của một người nằm ở dịch vụ ký số từ xa; người đó xác nhận trên điện thoại')
    .requiredOption('--account <account>', 'tài khoản của người ký')
    .addOption(new Option('--service <service>', 'dịch vụ').choices(services).makeOptionMandatory())
    .requiredOption('--user <id>', 'định danh của người ký ở dịch vụ: số CCCD hoặc mã số thuế')
    .option('--credential <id>', 'mã hoặc số sê-ri chứng thư khi người đó có nhiều')
    .option('--replace', 'thay khai báo đang có')
    .action((options: RemoteOptions) => placeRemote(context, options))
}

/** The agent reads `<account>.token.json` at each batch and finds the certificate on the token. */
async function placeToken(context: Context, { account, module, token, key, replace }: TokenOptions): Promise<void> {
  demandAccount(account)
  if (!isAbsolute(module) || !existsSync(module))
    throw new Fault('credential.invalid', { detail: `Không có thư viện PKCS#11 ở ${module} (cần đường dẫn tuyệt đối).` })
  if (key !== undefined && !/^([0-9a-f]{2})+$/.test(key))
    throw new Fault('request.invalid', { detail: `Mã khóa «${key}» không phải là số hex chữ thường.` })
  await place(context, `${account}.token.json`, { module, token, ...(key === undefined ? {} : { key }) }, replace)
}

async function placeRemote(context: Context, { account, service, user, credential, replace }: RemoteOptions): Promise<void> {
  demandAccount(account)
  await place(context, `${account}.remote.json`, { service, user, ...(credential === undefined ? {} : { credential }) }, replace)
}

async function placeService(context: Context, service: string, { url, client, replace }: ServiceOptions): Promise<void> {
  if (!services.includes(service)) throw new Fault('request.invalid', { detail: `Dịch vụ là một trong: ${services.join(', ')}.` })
  if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(url))
    throw new Fault('request.invalid', { detail: `Địa chỉ «${url}» phải là https.` })
  const secret = await context.terminal.askSecret(`Mã bí mật của trường ở ${service}`, 'HOCBA_SERVICE_SECRET')
  await place(context, `${service}.service.json`, { url, client, secret }, replace)
}

async function place(context: Context, name: string, facts: object, replace: true | undefined): Promise<void> {
  const folder = join(dataDir(context), 'agent', 'credentials')
  const target = join(folder, name)
  if (!replace && existsSync(target)) throw new Fault('credential.invalid', { detail: `Đã có ${target}; thêm --replace để thay.` })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await replaceFile(target, `${JSON.stringify(facts)}\n`)
  context.terminal.print(`Đã ghi ${target}.`)
}

export function demandAccount(account: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(account))
    throw new Fault('request.invalid', { detail: `«${account}» không phải là tên tài khoản.` })
}

/** Whole or not at all, for the agent's user alone. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
