import { Fault } from '@hocba/shared/core'

/** NIST 800-63B, ASVS 5.0: length and known passwords count, composition does not. */
const shortest = 12

/** What people take when they are asked for a password, here and elsewhere; digits and signs around them change nothing. */
const common = new Set(
  `password passwort passw0rd pass matkhau matkhaucuatoi mk matma admin administrator quantri quantrivien root user guest test demo
  hocba hocbaso hocbadientu sodiem giaovien hieutruong truonghoc truong hocsinh thaygiao cogiao lophoc school teacher
  qwerty qwertyuiop qwertyui asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc abc abcd abcdef abcdefgh abcdefghijkl
  iloveyou anhyeuem emyeuanh yeuanh yeuem love monkey dragon letmein welcome sunshine princess football baseball master
  vietnam vietnamvodich hanoi saigon hochiminh nguyen nguyenvana changeme default secret login system superman batman
  xinchao taikhoan dangnhap baomat khongbiet khongcomatkhau`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** @throws Fault `password.weak` */
export function demandPassword(password: string, account: string, demo: boolean): void {
  const reason = demo ? undefined : weakness(password, account)
  if (reason !== undefined) throw new Fault('password.weak', { detail: reason })
}

/** Why a password is refused, in words a person can act on. */
export function weakness(password: string, account: string): string | undefined {
  const signs = Array.from(password.normalize('NFKC').toLowerCase())
  if (signs.length < shortest) return `Mật khẩu cần ít nhất ${shortest} ký tự; một câu ngắn dễ nhớ là tốt nhất.`
  if (repeats(signs.join(''))) return 'Mật khẩu chỉ lặp lại vài ký tự. Hãy chọn một câu khác.'
  const core = coreOf(signs.join(''))
  if (core === '') return 'Mật khẩu chỉ gồm số và dấu, dễ bị đoán ra. Hãy chọn một câu có chữ.'
  if (common.has(core) || core === coreOf(account.toLowerCase()))
    return 'Mật khẩu này nằm trong số những mật khẩu hay gặp. Hãy chọn một câu khác.'
  return undefined
}

/** `p@ssword123!` and `Mật khẩu 2025` are the words behind them. */
const coreOf = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('@', 'a')
    .replaceAll(/[^a-z\p{L}]/gu, '')

/** One to four signs again and again. */
const repeats = (text: string): boolean => /^(.{1,4}?)\1{2,}.{0,3}$/u.test(text)
