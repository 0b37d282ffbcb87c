import { createHash } from 'node:crypto'
import type { SigningRole } from '@hocba/shared/signing'
import type { AgentBatch, AgentJob } from '@hocba/shared/wire'

const style = `
:root{color-scheme:light;font-family:system-ui,-apple-system,"Segoe UI",sans-serif;line-height:1.5;color:#1b2430;background:#f3f5f8}
body{margin:0;padding:2rem 1rem}main{max-width:60rem;margin:auto;background:#fff;border:1px solid #cfd6de;border-radius:.75rem;padding:1.5rem 2rem 2rem}
h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;padding-bottom:.25rem}
th,td{border:1px solid #cfd6de;padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:#eef2f6}
code{font-family:ui-monospace,monospace;font-size:.85em;overflow-wrap:anywhere}
.list{max-height:22rem;overflow:auto}label{display:block;font-weight:600;margin-bottom:.25rem}
input{font:inherit;padding:.5rem .75rem;border:1px solid #66727f;border-radius:.4rem;width:14rem}
button{font:inherit;font-weight:600;padding:.55rem 1.4rem;border:0;border-radius:.4rem;background:#0b4f9e;color:#fff;margin-left:.5rem}
button:disabled{background:#7b8896}:focus-visible{outline:3px solid #f2a900;outline-offset:2px}
[role=alert]:not(:empty),[role=status]:not(:empty){padding:.6rem .9rem;border-radius:.4rem;margin-top:1rem}
[role=alert]:not(:empty){background:#fdeaea;border:1px solid #b42318}[role=status]:not(:empty){background:#e8f4ec;border:1px solid #1d7a3e}
`

const script = `
const form=document.querySelector('form');
if(!form){if(location.hash.length>1)location.replace(location.pathname+'?code='+encodeURIComponent(decodeURIComponent(location.hash.slice(1).replace(/^code=/,''))))}
else{
const pin=form.elements.pin,button=form.querySelector('button'),alertBox=document.querySelector('[role=alert]'),status=document.querySelector('[role=status]');
const watch=async()=>{const r=await fetch(location.pathname+'/progress');if(!r.ok)return;const p=await r.json();
status.textContent='Đã ký '+p.done+' trên '+p.total+(p.failed?', '+p.failed+' không ký được':'')+(p.finished?'. Xong, có thể đóng trang này.':' …');
if(!p.finished)setTimeout(watch,700)};
form.addEventListener('submit',async(event)=>{event.preventDefault();button.disabled=true;alertBox.textContent='';status.textContent='';
const body=JSON.stringify({code:form.dataset.code,pin:pin.value});pin.value='';
try{const r=await fetch(location.pathname+'/authorize',{method:'POST',headers:{'content-type':'application/json'},body});
if(r.status===202){form.hidden=true;status.textContent='Đang ký …';watch();return}
const problem=await r.json();alertBox.textContent=problem.detail;button.disabled=problem.code==='pin.locked'||problem.code==='batch.unknown'}
catch{alertBox.textContent='Máy ký không trả lời. Hãy kiểm tra chương trình ký rồi thử lại.';button.disabled=false}
if(!button.disabled)pin.focus()})}
`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`

/** Nothing from elsewhere, no frame, no form target: the PIN can only go where this page's script sends it. */
export const contentPolicy =
  `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; ` +
  `form-action 'none'; frame-ancestors 'none'; base-uri 'none'`

const roleNames: Readonly<Record<SigningRole, string>> = {
  'subject-teacher': 'Giáo viên bộ môn',
  'homeroom-teacher': 'Giáo viên chủ nhiệm',
  principal: 'Hiệu trưởng',
  organisation: 'Con dấu của trường',
}

/** What the person signs, before the PIN: class, subject, count and digest of each file. */
export function batchPage(batch: AgentBatch, code: string): string {
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
<h2>Xác nhận</h2>
<form method="post" data-code="${escapeHtml(code)}" autocomplete="off">
<label for="pin">Mã PIN của chứng thư số</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required autofocus aria-describedby="hint"><button type="submit">Ký ${batch.jobs.length} mục</button>
<p id="hint">Mã PIN chỉ đi tới chương trình ký trên máy này, không qua máy chủ. Nhập một lần cho cả đợt; sai 5 lần chứng thư bị tạm khóa 15 phút.</p>
</form>
<p role="alert"></p><p role="status"></p>
<noscript><p>Trang này cần JavaScript để gửi mã PIN.</p></noscript>`)
}

/** Without a good code there is nothing to show; a code in the fragment is moved by the script to where the agent can read it. */
export const emptyPage = (sentence: string): string => page(`<h1>Ký số</h1><p>${escapeHtml(sentence)}</p>`)

const page = (content: string): string =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `<title>Ký số – Hocba</title><style>${style}</style></head><body><main>${content}</main><script>${script}</script></body></html>`

const jobRow = (job: AgentJob, index: number): string =>
  `<tr><td>${index + 1}</td><td>${escapeHtml(job.title)}</td><td>${roleNames[job.role]}</td><td>${job.version}</td>` +
  `<td>${job.students}</td><td><code>${job.digest}</code></td></tr>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
