const question = {
  vi: (count: number) =>
    `Còn ${count} thay đổi trên máy này chưa vào sổ điểm. Đăng xuất sẽ xóa chúng khỏi máy. Thầy cô vẫn muốn đăng xuất?`,
  en: (count: number) => `${count} change(s) on this device are not in the gradebook yet. Signing out removes them. Sign out anyway?`,
}

/** Asks before work is lost that exists nowhere but on this computer. Loaded when needed: the database is not part of the sign-in page. */
export async function mayLeave(user: string, language: string): Promise<boolean> {
  const { unsentCount } = await import('../local/index.ts')
  const count = await unsentCount(user).catch(() => 0) // where there is no database, nothing is kept
  return count === 0 || window.confirm(question[language === 'en' ? 'en' : 'vi'](count))
}

/** The next person on this computer finds nothing of this one. */
export async function leaveNothing(user: string): Promise<void> {
  const { wipe } = await import('../local/index.ts')
  await wipe(user).catch(() => undefined)
}
