import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { certificatesQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { Answered, Empty } from '../ui/page.tsx'
import { CertificateCard } from './certificate-card.tsx'
import { DeclareCertificate } from './declare-certificate.tsx'
import { OfficePage } from './office-page.tsx'

/** Who holds which certificate since when, approved before use (R70; 001 art. 6, 21.8). */
export default function CertificatesPage() {
  const { t } = useTranslation('account')
  const me = useMe()
  const query = useQuery(certificatesQuery)
  return (
    <OfficePage title={t('certificates')} lead={t('certificatesLead')}>
      {hasRole(me, 'clerk', 'system-administrator') && <DeclareCertificate />}
      <Answered query={query}>
        {(certificates) =>
          certificates.length === 0 ? (
            <Empty title={t('noCertificate')} />
          ) : (
            certificates.map((certificate) => <CertificateCard key={certificate.id} certificate={certificate} />)
          )
        }
      </Answered>
    </OfficePage>
  )
}
