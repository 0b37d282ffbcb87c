import { createHash } from 'node:crypto'
import type { SigningRole } from '@hocba/shared/signing'
import { Fault } from '@hocba/shared/core'
import type { AgentJob } from '@hocba/shared/wire'
import type { Change, ShownBatch } from './agent.ts'
import type { Difference } from './difference.ts'
import type { CredentialRef, Tries } from './key/port.ts'

/** Nothing from elsewhere or in the page itself, no frame, no form target: the PIN can only go where this page's script sends it. */
export const contentPolicy =
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; ` +
  `frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`

const roleNames: Readonly<Record<SigningRole, string>> = {
  'subject-teacher': 'Giáo viên bộ môn',
  'homeroom-teacher': 'Giáo viên chủ nhiệm',
  principal: 'Hiệu trưởng',
  organisation: 'Con dấu của trường',
}

/** What the person signs, before they act: class, subject, count and digest of each file, and the key. */
export function batchPage({ batch, credential, changes }: ShownBatch, code: string): string {
  const summary = createHash('sha256')
    .update(batch.jobs.map((job) => job.digest).join('\n'))
    .digest('hex')
  return page(`
<h1>Ký số ${batch.jobs.length} bảng dữ liệu</h1>
<p>Người ký: <strong>${escapeHtml(batch.name)}</strong> (${escapeHtml(batch.person)}). Mỗi dòng dưới đây được ký trên cả tệp XML và tệp PDF.</p>
<div class="list" tabindex="0" role="region" aria-label="Danh sách cần ký"><table><caption>Nội dung sẽ ký</caption>
<thead><tr><th scope="col">STT</th><th scope="col">Nội dung</th><th scope="col">Ký với vai trò</th><th scope="col">Phiên bản</th><th scope="col">Số học sinh</th><th scope="col">Mã băm (SHA-256)</th></tr></thead>
<tbody>${batch.jobs.map(jobRow).join('')}</tbody></table></div>
<p>Mã băm chung của đợt ký: <code>${summary}</code></p>
${changes.map(changeTable).join('')}
<h2>Xác nhận</h2>
${credential instanceof Fault ? `<p role="alert">${escapeHtml(credential.message)}</p>` : form(credential, wordsFor(batch.jobs.length), code)}
<p role="alert"></p><p role="status"></p>
<noscript><p>Trang này cần JavaScript để gửi mã PIN.</p></noscript>`)
}

/** What the form says of the act; `done` in place of the count of signatures. */
interface Words {
  readonly act: string
  readonly phone: string
  readonly done?: string
}

const wordsFor = (count: number): Words => ({
  act: `Ký ${count} mục`,
  phone: 'Không nhập mã PIN ở đây: thầy cô xác nhận một lần cho cả đợt trên điện thoại.',
})

export function form({ act, tries, assurance }: CredentialRef, words: Words, code: string): string {
  const few = tries !== undefined && (tries.state === 'low' || tries.state === 'final')
  return `<p>Khóa ký: ${escapeHtml(assurance)}.</p>
<form method="post" data-code="${escapeHtml(code)}"${words.done === undefined ? '' : ` data-done="${escapeHtml(words.done)}"`} autocomplete="off">
${act === 'pin' ? pinField : ''}<button type="submit">${words.act}</button>
<p id="tries">${tries === undefined ? '' : triesSentence(tries)}</p>
<p${few ? '' : ' hidden'}><label><input type="checkbox" name="confirmed"> Tôi biết thiết bị còn ít lần thử và chắc chắn về mã PIN</label></p>
<p id="hint">${act === 'pin' ? pinHint : words.phone}</p>
</form>`
}

const pinField =
  '<label for="pin">Mã PIN của chứng thư số</label>\n' +
  '<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required autofocus aria-describedby="hint tries">'

const pinHint =
  'Mã PIN chỉ đi tới chương trình ký trên máy này, không qua máy chủ. Nhập một lần cho cả đợt; nhập sai nhiều lần khóa ký sẽ bị khóa.'

function triesSentence({ state, left }: Tries): string {
  if (state === 'locked') return 'Mã PIN đang bị khóa.'
  if (state === 'final') return 'Chỉ còn đúng 1 lần thử: sai nữa thiết bị sẽ khóa.'
  if (state === 'low') return 'Đã có lần nhập sai: thiết bị còn ít lần thử.'
  return left === undefined ? '' : `Còn ${left} lần thử.`
}

/** Without a good code there is nothing to show; a code in the fragment is moved by the script to where the agent can read it. */
export const emptyPage = (sentence: string): string => page(`<h1>Ký số</h1><p>${escapeHtml(sentence)}</p>`)

export const page = (content: string): string =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `<title>Ký số – Hocba</title><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script></head><body><main>${content}</main></body></html>`

const jobRow = (job: AgentJob, index: number): string =>
  `<tr><td>${index + 1}</td><td>${escapeHtml(job.title)}</td><td>${roleNames[job.role]}</td><td>${job.version}</td>` +
  `<td>${job.students}</td><td><code>${job.digest}</code></td></tr>`

/** A reissued class is read as a whole on the board; here the eye is led to the first of them. */
const mostDifferences = 100

/** What reads otherwise than in the version before, which the person has perhaps signed as well. */
function changeTable({ job, differences }: Change): string {
  const title = `<h2>${escapeHtml(job.title)}, phiên bản ${job.version}: khác với phiên bản trước</h2>`
  if (differences instanceof Fault)
    return `${title}<p role="alert">Không so sánh được với phiên bản trước. ${escapeHtml(differences.message)}</p>`
  if (differences.length === 0) return `${title}<p>Không có nội dung nào khác.</p>`
  const more = differences.length - mostDifferences
  return (
    `${title}<div class="list" tabindex="0" role="region" aria-label="Khác với phiên bản trước: ${escapeHtml(job.title)}"><table><thead><tr>` +
    '<th scope="col">Nội dung</th><th scope="col">Trước</th><th scope="col">Sau</th></tr></thead><tbody>' +
    `${differences.slice(0, mostDifferences).map(changeRow).join('')}</tbody></table></div>` +
    (more > 0 ? `<p>Và ${more} chỗ khác nữa.</p>` : '')
  )
}

const changeRow = ({ place, before, after }: Difference): string =>
  `<tr><th scope="row">${escapeHtml(place)}</th><td>${escapeHtml(before) || '(trống)'}</td><td>${escapeHtml(after) || '(trống)'}</td></tr>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
