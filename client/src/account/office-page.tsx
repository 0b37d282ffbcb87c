import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { officePagesOf } from '../app/navigation.ts'
import { useMe } from '../app/session.tsx'
import { Page } from '../ui/page.tsx'

interface OfficePageProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** A page of those who keep accounts, assignments and the report of reads; the others are beside it. */
export function OfficePage({ title, lead, children }: OfficePageProps) {
  const { t } = useTranslation('app')
  const pages = officePagesOf(useMe())
  return (
    <Page title={title} lead={lead}>
      {pages.length > 1 && (
        <nav className="subnav" aria-label={t('nav.office')}>
          {pages.map(({ to, text }) => (
            <NavLink key={to} to={to}>
              {t(`nav.${text}`)}
            </NavLink>
          ))}
        </nav>
      )}
      {children}
    </Page>
  )
}
