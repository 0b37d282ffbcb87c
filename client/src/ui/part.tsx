import { type ComponentType, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from './alert.tsx'
import { Late, useLate } from './late.ts'
import { Loading } from './page.tsx'

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>

/** A part of a page, or a whole one; `fetch` has its code come before it is shown. */
export type Part<Props> = ComponentType<Props> & { readonly fetch: () => Promise<void> }

/**
 * Like React's `lazy`, for a network that comes and goes: where the code cannot be had, a sentence stands in place of the part,
 * and the page around it goes on.
 */
export function part<Props extends object>(load: Load<Props>): Part<Props> {
  return late(load, <Loading />, (_props, tries, again) => <Missing tries={tries} again={again} />)
}

interface Closable {
  readonly onClose: (given: false) => void
}

/** The same for what stands over the page: the sentence can be put away. */
export function dialogPart<Props extends Closable>(load: Load<Props>): Part<Props> {
  return late(load, null, ({ onClose }, tries, again) => <MissingDialog tries={tries} again={again} onClose={() => onClose(false)} />)
}

type Instead<Props> = (props: Props, tries: number, again: () => void) => ReactNode

function late<Props extends object>(load: Load<Props>, waiting: ReactNode, instead: Instead<Props>): Part<Props> {
  const code = new Late(load)
  function Arriving(props: Props) {
    const arrival = useLate(code)
    switch (arrival.state) {
      case 'awaited':
        return waiting
      case 'missing':
        return instead(props, arrival.tries, () => void code.fetch())
      case 'here': {
        const { default: Shown } = arrival.code
        return <Shown {...props} />
      }
    }
  }
  return Object.assign(Arriving, { fetch: code.fetch })
}

interface MissingProps {
  readonly tries: number
  readonly again: () => void
  readonly children?: ReactNode
}

/** A file that a newer version has replaced never comes: from the second try on the page can be loaded anew. */
function Missing({ tries, again, children }: MissingProps) {
  const { t } = useTranslation('app')
  return (
    <Alert tone="warn">
      <p>
        <strong>{t('missing.title')}</strong> {t('missing.text')}
      </p>
      <div className="row">
        <button type="button" className="button small" onClick={again}>
          {t('again')}
        </button>
        {tries > 1 && navigator.onLine && (
          <button type="button" className="button small" onClick={() => window.location.reload()}>
            {t('crashed.reload')}
          </button>
        )}
        {children}
      </div>
    </Alert>
  )
}

/** Takes the keyboard as the dialog would have, and gives it back. */
function MissingDialog({ tries, again, onClose }: MissingProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('app')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    box.current?.querySelector('button')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={t('missing.title')}
      className="missing-dialog"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Missing tries={tries} again={again}>
        <button type="button" className="button small" onClick={onClose}>
          {t('close')}
        </button>
      </Missing>
    </div>
  )
}
