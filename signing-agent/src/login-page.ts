import { Fault } from '@hocba/shared/core'
import type { ShownLogin } from './login.ts'
import { escapeHtml, form, page } from './page.ts'

/** Who signs in where, before they act: a request that somebody else has made is known by its browser and network, or by none. */
export function loginPage({ login, origin, credential }: ShownLogin, code: string): string {
  const { name, person, device, network, expires } = login
  const words = {
    act: 'Đăng nhập',
    done: 'Đã xác nhận. Hãy trở lại trang Hocba; có thể đóng trang này.',
    phone: 'Không nhập mã PIN ở đây: thầy cô xác nhận trên điện thoại.',
  }
  return page(`
<h1>Đăng nhập Hocba</h1>
<table><caption>Yêu cầu đăng nhập</caption><tbody>
${row('Tài khoản', `<strong>${escapeHtml(name)}</strong> (${escapeHtml(person)})`)}
${row('Máy chủ', `<code>${escapeHtml(origin)}</code>`)}
${row('Nơi yêu cầu', escapeHtml(`${device === '' ? 'Không rõ trình duyệt' : device}, mạng ${network}`))}
${row('Hết hạn lúc', escapeHtml(vietnamClock(expires)))}
</tbody></table>
<p><strong>Chỉ tiếp tục nếu chính thầy cô vừa bấm “Đăng nhập bằng chứng thư số”.</strong> Nếu không, hãy đóng trang này.</p>
<h2>Xác nhận</h2>
${credential instanceof Fault ? `<p role="alert">${escapeHtml(credential.message)}</p>` : form(credential, words, code)}
<p role="alert"></p><p role="status"></p>
<noscript><p>Trang này cần JavaScript để gửi mã PIN.</p></noscript>`)
}

const row = (title: string, html: string): string => `<tr><th scope="row">${title}</th><td>${html}</td></tr>`

function vietnamClock(time: string): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return time
  return at.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' })
}
