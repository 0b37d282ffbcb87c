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
                {notice.details.map((line, index) => (
                  <li key={index}>{line}</li>
                ))}
              </ul>
            )}
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
