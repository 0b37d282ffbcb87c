import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accountsQuery } from '../app/queries.ts'
import { hasRole, useMe } from '../app/session.tsx'
import { TextField } from '../ui/field.tsx'
import { Answered } from '../ui/page.tsx'
import { AccountCard } from './account-card.tsx'
import { NewAccount } from './new-account.tsx'
import { OfficePage } from './office-page.tsx'

/** Every account: the leaders inspect, the system administrator keeps (000 art. 4.2; 004 III.4b). */
export default function AccountsPage() {
  const { t } = useTranslation('account')
  const manages = hasRole(useMe(), 'system-administrator')
  const query = useQuery(accountsQuery)
  const [wanted, setWanted] = useState('')
  const text = wanted.toLowerCase()
  return (
    <OfficePage title={t('accounts')} lead={manages ? t('accountsLeadManage') : t('accountsLeadRead')}>
      {manages && <NewAccount />}
      <TextField label={t('find')} type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      <Answered query={query}>
        {(accounts) =>
          accounts
            .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(text))
            .map((account) => <AccountCard key={account.id} account={account} manages={manages} />)
        }
      </Answered>
    </OfficePage>
  )
}
