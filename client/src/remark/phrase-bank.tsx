import { useState } from 'react'
import { dialogPart } from '../ui/part.tsx'
import { useRemarkText } from './text.ts'
import type { PhraseBank as Bank } from './use-phrases.ts'

const PhraseDialog = dialogPart(() => import('./phrase-dialog.tsx'))

/** The teacher's phrases by group; a press inserts one at the cursor. */
export function PhraseBank({ bank, insert }: { readonly bank: Bank; readonly insert: (phrase: string) => void }) {
  const text = useRemarkText()
  const [isEditing, edit] = useState(false)
  return (
    <>
      {bank.replaced !== undefined && (
        <p className="phrase-replaced" role="status">
          {text.replaced}{' '}
          <button type="button" className="button small" onClick={() => edit(true)}>
            {text.replacedShow}
          </button>
        </p>
      )}
      <details className="phrase-bank">
        <summary>{text.phrases}</summary>
        {bank.groups.map(({ name, phrases }) => (
          <section key={name}>
            {name !== '' && <h4>{name}</h4>}
            <ul>
              {phrases.map((phrase) => (
                <li key={phrase}>
                  <button type="button" className="phrase" aria-label={text.insert(phrase)} onClick={() => insert(phrase)}>
                    {phrase}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <button type="button" className="button small" onClick={() => edit(true)}>
          {text.edit}
        </button>
      </details>
      {isEditing && <PhraseDialog bank={bank} onClose={() => edit(false)} />}
    </>
  )
}
