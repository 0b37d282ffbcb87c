import { useTranslation } from 'react-i18next'
import type { HocbaVerify } from '../element/index.ts'
import '../element/index.ts'
import { Page } from '../ui/page.tsx'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'hocba-verify': React.DetailedHTMLProps<React.HTMLAttributes<HocbaVerify>, HocbaVerify>
    }
  }
}

/** Public: no sign-in. The element is the same one that other pages may embed. */
export default function VerifyPage() {
  const { t, i18n } = useTranslation('verify')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <hocba-verify key={i18n.language} lang={i18n.language} />
    </Page>
  )
}
