import type { Notice } from './commands.ts'
import { Icon } from '../ui/icon.tsx'
import { useGridText } from './text.ts'

export interface Refusal {
  readonly rect: DOMRect
  readonly sentence: string
}

/** Why an entry was not taken, at the cell itself; announced at once. */
export function RefusalBubble({ refusal }: { readonly refusal: Refusal | undefined }) {
  return (
    <div aria-live="assertive" className="refusal-place">
      {refusal && (
        <p className="refusal" style={{ left: Math.min(refusal.rect.left, window.innerWidth - 336), top: refusal.rect.bottom + 4 }}>
          <Icon name="warn" />
          {refusal.sentence}
        </p>
      )}
    </div>
  )
}

/** So many refused cells are listed one by one; the list scrolls. */
const longest = 100

/** What a command did. Quiet successes are only read out; what was not done is shown as well. */
export function NoticeLine({ notice, onClose }: { readonly notice: Notice | undefined; readonly onClose: () => void }) {
  const text = useGridText()
  const refused = notice?.tone === 'refused'
  return (
    <div aria-live="polite" className={refused ? 'notice' : 'visually-hidden'}>
      {notice && (
        <>
          <div>
            <p>{notice.text}</p>
            {notice.details && (
              <ul>
                {notice.details.slice(0, longest).map((line, index) => (
                  <li key={index}>{line}</li>
                ))}
                {notice.details.length > longest && <li>{text.moreCells(notice.details.length - longest)}</li>}
              </ul>
            )}
            {notice.hint !== undefined && <p>{notice.hint}</p>}
          </div>
          {refused && (
            <button type="button" className="button quiet square small" aria-label={text.close} onClick={onClose}>
              <Icon name="cross" />
            </button>
          )}
        </>
      )}
    </div>
  )
}
