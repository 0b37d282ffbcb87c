/** The first start of a real school: asks on the terminal for the school and its administrator, or shows the one-time link. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/**
 * @param {{ readonly folder: string, readonly server: string }} settings
 * @param {AbortSignal} halted
 */
export async function setUp({ folder, server }, halted) {
  const file = join(folder, 'setup-code')
  if (!existsSync(file)) return
  const code = readFileSync(file, 'utf8').trim()
  const link = `${server}/setup?code=${code}`
  if (!process.stdin.isTTY || server.startsWith('https:')) return showLink(link)
  try {
    while (!halted.aborted) {
      const given = await ask(halted)
      const refusal = await send(server, { code, ...given })
      if (refusal === undefined) return showDone(given.administrator.id)
      process.stdout.write(`  ${refusal}\n`)
    }
  } catch {
    showLink(link) // Ctrl-D, or an end of the terminal: it can still be done in the browser.
  }
}

/** @param {string} link */
function showLink(link) {
  process.stdout.write(`\n  Trường chưa được thiết lập. Trên máy này, mở liên kết dùng một lần:\n  ${link}\n`)
}

/** @param {string} account */
function showDone(account) {
  process.stdout.write(`\n  Trường đã được thiết lập. Hãy đăng nhập bằng ${account} và đăng ký yếu tố xác thực thứ hai.\n\n`)
}

/** @param {AbortSignal} signal */
async function ask(signal) {
  let hidden = false
  const output = new Writable({ write: (chunk, _encoding, done) => void (hidden ? done() : process.stdout.write(chunk, () => done())) })
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  /** @param {string} question @param {string} [otherwise] */
  const put = async (question, otherwise = '') =>
    (await lines.question(`  ${question}${otherwise === '' ? '' : ` [${otherwise}]`}: `, { signal })).trim() || otherwise
  try {
    process.stdout.write('\n  Thư mục dữ liệu mới: hãy cho biết trường và người quản trị hệ thống.\n')
    const school = { name: await put('Tên trường'), authority: await put('Cơ quan quản lý'), place: await put('Địa danh') }
    const year = await put('Năm học bắt đầu năm', schoolYear())
    const id = await put('Tên đăng nhập của quản trị', 'quantri')
    const name = await put('Họ và tên quản trị')
    process.stdout.write('  Mật khẩu (ít nhất 12 ký tự): ')
    hidden = true
    const password = await lines.question('', { signal })
    process.stdout.write('\n')
    return { school, year, administrator: { id, name, password } }
  } finally {
    lines.close()
  }
}

/** The year begins in August. */
function schoolYear() {
  const now = new Date()
  return String(now.getFullYear() - (now.getMonth() < 7 ? 1 : 0))
}

/**
 * @param {string} server
 * @param {object} body
 * @returns {Promise<string | undefined>} why it was refused
 */
async function send(server, body) {
  const answer = await fetch(`${server}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.ok) return undefined
  const { detail } = /** @type {{ detail?: string }} */ (await answer.json())
  return detail ?? `Máy chủ trả lời ${answer.status}.`
}
