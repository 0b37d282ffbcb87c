const phrases = {
  vi: 'Mẫu câu nhận xét của thầy cô chưa về tới máy chủ, chưa được xuất ra tệp và sẽ mất khi đăng xuất. Thầy cô vẫn muốn đăng xuất?',
  en: 'Your phrases for remarks are neither on the server nor in a file yet and go with the sign-out. Sign out anyway?',
}

const question = {
  vi: (count: number) =>
    `Còn ${count} thay đổi trên máy này chưa vào sổ điểm. Đăng xuất sẽ xóa chúng khỏi máy. Thầy cô vẫn muốn đăng xuất?`,
  en: (count: number) => `${count} change(s) on this device are not in the gradebook yet. Signing out removes them. Sign out anyway?`,
}

const offline = {
  vi: 'Cần có mạng để đăng xuất. Việc của thầy cô vẫn được giữ trên máy này.',
  en: 'Signing out needs the network. Your work is still kept on this device.',
}

/** The cookie of the session can be taken away by the server alone. */
export const sayNetworkNeeded = (language: string): void => window.alert(offline[language === 'en' ? 'en' : 'vi'])

/** Asks before work is lost that exists nowhere but on this computer. Loaded when needed: the database is not part of the sign-in page. */
export async function mayLeave(user: string, language: string): Promise<boolean> {
  const { hasLoosePhrases, unsentCount } = await import('../local/index.ts')
  const words = language === 'en' ? 'en' : 'vi'
  const count = await unsentCount(user).catch(() => 0) // where there is no database, nothing is kept
  if (count > 0 && !window.confirm(question[words](count))) return false
  const isLoose = await hasLoosePhrases(user).catch(() => false)
  return !isLoose || window.confirm(phrases[words])
}

/** The next person on this computer finds nothing of this one. */
export async function leaveNothing(user: string): Promise<void> {
  const { wipe } = await import('../local/index.ts')
  await wipe(user).catch(() => undefined)
}
