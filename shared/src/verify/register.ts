import type { Journal } from './journal.ts'
import type { VerifyOptions } from './options.ts'

/** Asks the register for the digest. A digest that the school's register does not know is never valid. */
export async function judgeRegister(journal: Journal, digest: string, ask: VerifyOptions['register']): Promise<void> {
  if (ask === undefined) {
    journal.add('register.state', 'note', 'Không hỏi sổ đăng ký: chưa biết bản này còn hiện hành hay đã bị thay thế, thu hồi.')
    return
  }
  const answer = await ask(digest).catch(() => undefined)
  switch (answer?.state) {
    case 'current':
      journal.pass('register.state', 'Sổ đăng ký: bản hiện hành.')
      return
    case 'superseded':
      journal.add('register.state', 'superseded', `Đã có bản mới thay thế${by(answer.replacedBy)}: bản này không còn hiện hành.`)
      return
    case 'revoked':
      journal.add('register.state', 'revoked', `Bản này đã bị thu hồi${by(answer.replacedBy)}.`)
      return
    case 'unknown':
      journal.add('register.state', 'unknown', 'Sổ đăng ký của trường không biết bản này.')
      return
    case undefined:
      journal.add('register.state', 'unknown', 'Không hỏi được sổ đăng ký.')
  }
}

const by = (digest: string | undefined): string => (digest === undefined ? '' : ` (mã bản mới: ${digest})`)
