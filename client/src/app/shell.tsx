import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, NavLink, Outlet, useLocation } from 'react-router'
import { type Language, speak } from '../text/text.ts'
import type { Me } from './answers.ts'
import { DensitySwitch } from './density-switch.tsx'
import { navigationOf } from './navigation.ts'
import { useSession } from './session.tsx'

/** Heading, navigation by role, account menu; the page below. A grid takes the whole width. */
export function Shell() {
  const { t } = useTranslation('app')
  const { session } = useSession()
  const { pathname } = useLocation()
  const main = useFocusOnMove(pathname)
  const me = session.state === 'in' || session.state === 'expired' ? session.me : undefined
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <span>{t('brand')}</span>
        </Link>
        {me !== undefined && (
          <nav aria-label={t('nav.label')}>
            {navigationOf(me).map(({ to, text, also = [] }) => (
              <NavLink key={text} to={also.includes(pathname) ? pathname : to} end={to === '/'}>
                {t(`nav.${text}`)}
              </NavLink>
            ))}
          </nav>
        )}
        <div className="top-end">
          <DensitySwitch />
          <LanguageSwitch />
          {me !== undefined && <Account me={me} />}
          {session.state === 'out' && pathname === '/verify' && (
            <Link className="button small" to="/">
              {t('signIn.submit')}
            </Link>
          )}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={pathname.startsWith('/grids/') ? 'wide' : ''}>
        <Outlet />
      </main>
    </div>
  )
}

/** After a move to another page the keyboard and the screen reader start at its beginning. */
function useFocusOnMove(pathname: string) {
  const main = useRef<HTMLElement>(null)
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])
  return main
}

function LanguageSwitch() {
  const { i18n } = useTranslation('app')
  const other: Language = i18n.language === 'en' ? 'vi' : 'en'
  return (
    <button type="button" className="button quiet small" lang={other} onClick={() => void speak(other)}>
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </button>
  )
}

function Account({ me }: { readonly me: Me }) {
  const { t } = useTranslation('app')
  const { signOut } = useSession()
  return (
    <>
      <Link className="account" to="/account" title={t('myAccount')}>
        <span>{me.user.name}</span>
        <span className="account-role">{me.user.roles.map((role) => t(`role.${role}`)).join(', ')}</span>
      </Link>
      <button type="button" className="button small" onClick={() => void signOut()}>
        {t('signOut')}
      </button>
    </>
  )
}
