import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { api } from '../app/api.ts'
import { signedInEvent } from '../app/session.tsx'
import { storeOf } from '../replica/index.ts'
import { PhraseBook, type PhraseServer, type ServerPhrases } from './phrase-book.ts'
import { type PhraseGroup, firstPhrases, readPhrases } from './phrases.ts'

export interface PhraseBank {
  readonly text: string
  readonly groups: readonly PhraseGroup[]
  /** A text of the teacher's from another computer that this one has replaced. */
  readonly replaced: string | undefined
  /** Whether it is kept. */
  readonly change: (text: string) => Promise<boolean>
  /** The text is in a file of the teacher's now. */
  readonly exported: () => void
}

const server: PhraseServer = {
  read: () => api.get<ServerPhrases>('/api/phrases'),
  write: (text, base) => api.put<ServerPhrases>('/api/phrases', { text, base }),
}

const books = new Map<string, Promise<PhraseBook>>()

/** One book a person in this window: the panel comes and goes with each student. */
function bookOf(user: string): Promise<PhraseBook> {
  const book = books.get(user) ?? openBook(user)
  books.set(user, book)
  return book
}

async function openBook(user: string): Promise<PhraseBook> {
  const book = await PhraseBook.open(await storeOf(user), server)
  const meet = (): void => void book.meet()
  meet()
  for (const event of ['online', signedInEvent]) window.addEventListener(event, meet)
  return book
}

/** A teacher's own phrases, on every computer that the teacher uses. */
export function usePhrases(user: string): PhraseBank {
  const [book, setBook] = useState<PhraseBook>()
  useEffect(() => {
    let left = false
    void bookOf(user).then((opened) => {
      if (!left) setBook(opened)
    })
    return () => {
      left = true
    }
  }, [user])
  const kept = useSyncExternalStore(
    (listener) => book?.subscribe(listener) ?? (() => undefined),
    () => book?.kept,
  )
  const text = kept?.text ?? firstPhrases
  const groups = useMemo(() => readPhrases(text), [text])
  return {
    text,
    groups,
    replaced: kept?.replaced,
    change: async (changed) => (await bookOf(user)).change(changed, changed === firstPhrases),
    exported: () => book?.exported(),
  }
}
