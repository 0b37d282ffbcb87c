/** The process that owns one token for one authorisation. Only a login that this very process made is ever used. */
import { asFault, loadCryptoki } from './cryptoki.ts'
import type { TokenPlace } from './place.ts'
import { TokenSession } from './session.ts'
import type { TokenAnswer, TokenQuestion, TokenReplies } from './wire.ts'

let session: TokenSession | undefined

const sessionFor = (place: TokenPlace): TokenSession => (session ??= new TokenSession(loadCryptoki(place.module), place))

function reply(question: TokenQuestion): TokenReplies[keyof TokenReplies] {
  if (question.ask === 'describe') return sessionFor(question.place).describe()
  if (question.ask === 'sign') return session?.sign(question.authorization, question.digests) ?? []
  sessionFor(question.place).login(question.authorization, question.pin)
  return true
}

function answer(question: TokenQuestion): TokenAnswer {
  try {
    return { ok: true, value: reply(question) }
  } catch (cause) {
    const { code, message, extra } = asFault(cause)
    return { ok: false, code, detail: message, extra }
  }
}

process.on('message', (question: TokenQuestion) => process.send?.(answer(question)))

// The agent hangs up when the authorisation is over, and when it dies itself: the token is logged out either way.
process.once('disconnect', () => {
  try {
    session?.logout()
  } finally {
    process.exit()
  }
})

// The terminal's Ctrl-C is the agent's to hear.
process.on('SIGINT', () => undefined)
