import { useEffect, useMemo, useState } from 'react'
import { type KeptPhrases, phrasesKey } from '../local/index.ts'
import { storeOf } from '../replica/index.ts'
import { type PhraseGroup, firstPhrases, readPhrases } from './phrases.ts'

export interface PhraseBank {
  readonly text: string
  readonly groups: readonly PhraseGroup[]
  /** Whether the browser has kept it. */
  readonly change: (text: string) => Promise<boolean>
  /** The text is in a file of the teacher's now. */
  readonly exported: () => void
}

/** A teacher's own phrases, on this computer under this user's name. */
export function usePhrases(user: string): PhraseBank {
  const [text, setText] = useState(firstPhrases)
  useEffect(() => {
    let left = false
    const load = async (): Promise<void> => {
      const kept = (await (await storeOf(user)).recall(phrasesKey)) as KeptPhrases | undefined
      if (!left && typeof kept?.text === 'string') setText(kept.text)
    }
    load().catch(() => undefined) // the browser denies its database: the first phrases are there
    return () => {
      left = true
    }
  }, [user])
  const groups = useMemo(() => readPhrases(text), [text])

  async function keep(changed: KeptPhrases): Promise<boolean> {
    const store = await storeOf(user)
    return store.keep(phrasesKey, changed).then(
      () => store.lasting,
      () => false,
    )
  }

  return {
    text,
    groups,
    change(changed) {
      setText(changed)
      return keep({ text: changed, inFile: changed === firstPhrases })
    },
    exported: () => void keep({ text, inFile: true }),
  }
}
