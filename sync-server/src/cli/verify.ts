import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { Fault } from '@hocba/shared/core'
import { type VerifierKey, parseVerifierKey } from '@hocba/shared/log'
import { type SigningRole, isSigningRole, signingRoles } from '@hocba/shared/signing'
import { type VerifyOptions, type VerifyReport, pairReports, pemToDer, verifyFile } from '@hocba/shared/verify'
import { checkEd25519 } from '../log/ed25519.ts'
import { cryptography } from '../verify/cryptography.ts'
import { Responder } from '../verify/responder.ts'
import { serverUrl } from './client.ts'
import { type Context, dataDir, readInput } from './context.ts'
import { schoolAt } from './register.ts'
import { reportLines, sentenceOf } from './verify-report.ts'

interface VerifyArguments {
  readonly trust?: string
  readonly chain?: string
  readonly crl?: string
  readonly tsa?: string
  readonly ocsp?: string
  readonly log?: string
  readonly at?: Date
  readonly require?: readonly SigningRole[]
  readonly expect?: readonly string[]
  readonly register?: string
  readonly json?: true
}

export function verifyCommand(program: Command, context: Context): void {
  program
    .command('verify [file...]')
    .description('Kiểm tra chữ ký của tệp XML, PDF; mã thoát 0 chỉ khi mọi tệp hợp lệ. Một XML và một PDF được đối chiếu với nhau')
    .option('--trust <roots.pem>', 'chứng thư gốc được tin; mặc định của trường')
    .option('--chain <ca.pem>', 'chứng thư trung gian')
    .option('--crl <crl.pem>', 'danh sách thu hồi')
    .option('--tsa <tsa.pem>', 'chứng thư của dịch vụ dấu thời gian; mặc định của trường')
    .option('--ocsp <url>', 'nơi hỏi tình trạng thu hồi (OCSP); «aia»: nơi ghi trong chứng thư; mặc định chỉ dùng CRL')
    .option('--log <school.vkey>', 'khóa nhật ký của trường; mặc định của trường')
    .option('--at <time>', 'thời điểm kiểm tra theo RFC 3339; mặc định bây giờ', parseTime)
    .option('--require <roles>', `các vai trò phải ký, cách nhau bằng dấu phẩy: ${signingRoles.join(',')}`, parseRoles)
    .option('--expect <role=UID...>', 'người phải ký, ví dụ principal=CCCD:…')
    .option('--register <url|file>', 'sổ phát hành và danh bạ: địa chỉ máy chủ hoặc tệp JSON; mặc định máy chủ đang chạy')
    .option('--json', 'in kết quả dạng JSON')
    .action((files: readonly string[], options: VerifyArguments) => verify(context, files, options))
}

async function verify(context: Context, given: readonly string[], args: VerifyArguments): Promise<void> {
  const { files, expect } = sortExpected(given, args.expect ?? [])
  if (files.length === 0) throw new CommanderError(2, 'hocba.files', 'verify cần ít nhất một tệp')
  const options = await optionsOf(context, args, expect)
  const single: VerifyReport[] = []
  for (const file of files) single.push(await verifyFile(await readInput(file), options))
  const reports = pairReports(single).map((report, index): Checked => ({ file: files[index] ?? '', report }))
  if (args.json) print(context, reports)
  else for (const { file, report } of reports) for (const line of reportLines(file, report)) context.terminal.print(line)
  const bad = reports.filter(({ report }) => report.verdict !== 'valid')
  if (bad.length === 0) return
  for (const { file, report } of bad) context.terminal.complain(`hocba: ${file}: ${sentenceOf(report)}`)
  context.exit(1)
}

interface Checked {
  readonly file: string
  readonly report: VerifyReport
}

/** One file gives one object, several an array. */
function print({ terminal }: Context, reports: readonly Checked[]): void {
  const objects = reports.map(({ file, report }) => ({ file, ...report }))
  terminal.print(JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2))
}

type Expected = NonNullable<VerifyOptions['expect']>[number]

/** `--expect` takes every word up to the next option: those without `role=` are files. */
function sortExpected(
  given: readonly string[],
  words: readonly string[],
): { readonly files: readonly string[]; readonly expect: readonly Expected[] } {
  const files = [...given]
  const expect: Expected[] = []
  for (const word of words) {
    const [role = '', uid = ''] = splitOnce(word)
    if (isSigningRole(role) && uid !== '') expect.push({ role, uid })
    else if (uid === '' && !word.includes('=')) files.push(word)
    else throw new Fault('request.invalid', { detail: `--expect ${word}: viết vai trò=UID; các vai trò: ${signingRoles.join(' ')}.` })
  }
  return { files, expect }
}

function splitOnce(word: string): readonly string[] {
  const at = word.indexOf('=')
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

async function optionsOf(context: Context, args: VerifyArguments, expect: readonly Expected[]): Promise<VerifyOptions> {
  const pki = join(dataDir(context), 'pki')
  const trust = {
    roots: await readPem(args.trust, join(pki, 'root.pem'), 'CERTIFICATE', '--trust'),
    chain: await readPem(args.chain, join(pki, 'chain.pem'), 'CERTIFICATE'),
    crls: await readPem(args.crl, join(pki, 'crl.pem'), 'X509 CRL'),
    timestamps: await readPem(args.tsa, join(pki, 'tsa.pem'), 'CERTIFICATE'),
  }
  const key = await readLogKey(args.log, join(pki, 'school.vkey'))
  return {
    trust,
    at: args.at ?? new Date(),
    cryptography,
    ...(key && { log: { key, check: checkEd25519 } }),
    ...(await schoolAt(args.register ?? serverUrl(context.terminal.env))),
    ...(args.ocsp !== undefined && { status: new Responder({ url: args.ocsp, milliseconds: 10_000 }, Date.now).ask }),
    ...(args.require && { require: args.require }),
    ...(expect.length > 0 && { expect }),
  }
}

/** Without a key the report says that the checkpoint was not asked. */
async function readLogKey(named: string | undefined, standard: string): Promise<VerifierKey | undefined> {
  const text = await readFile(named ?? standard, 'utf8').catch(() => '')
  const key = parseVerifierKey(text)
  if (key || (named === undefined && text === '')) return key
  throw new Fault('file.unreadable', { detail: `${named ?? standard} không phải khóa công khai của nhật ký.` })
}

/** A file that was named must be there; a missing default is empty, but for the roots, without which nothing can be trusted. */
async function readPem(
  named: string | undefined,
  standard: string,
  label: 'CERTIFICATE' | 'X509 CRL',
  option?: string,
): Promise<readonly Uint8Array[]> {
  const path = named ?? standard
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (named === undefined && option === undefined) return ''
    const hint = option === undefined ? '' : ` Hãy chỉ ra bằng ${option}.`
    throw new Fault('file.unreadable', { detail: `Không đọc được ${path}.${hint}`, cause })
  })
  const blocks = pemToDer(text, label)
  if (blocks.length === 0 && text !== '') throw new Fault('file.unreadable', { detail: `${path} không có khối PEM ${label} nào.` })
  return blocks
}

function parseTime(text: string): Date {
  const time = new Date(text)
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time.getTime())
  if (!isTime) throw new InvalidArgumentError('viết theo RFC 3339, ví dụ 2026-06-01T08:00:00+07:00')
  return time
}

function parseRoles(text: string): readonly SigningRole[] {
  const roles = text.split(',').map((role) => role.trim())
  if (!roles.every(isSigningRole)) throw new InvalidArgumentError(`các vai trò: ${signingRoles.join(',')}`)
  return roles
}
