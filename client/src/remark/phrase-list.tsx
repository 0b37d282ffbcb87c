import { useRemarkText } from './text.ts'

interface PhraseListProps {
  readonly id: string
  readonly phrases: readonly string[]
  readonly chosen: number
  readonly choose: (phrase: string) => void
}

export const optionId = (list: string, index: number): string => `${list}-${index}`

/** What opens under the editor after `/`; the focus stays in the editor. */
export function PhraseList({ id, phrases, chosen, choose }: PhraseListProps) {
  const text = useRemarkText()
  return (
    <div id={id} className="phrase-list" role="listbox" aria-label={text.phraseList}>
      {phrases.map((phrase, index) => (
        <div
          key={phrase}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          onPointerDown={(event) => {
            event.preventDefault()
            choose(phrase)
          }}
        >
          {phrase}
        </div>
      ))}
    </div>
  )
}
