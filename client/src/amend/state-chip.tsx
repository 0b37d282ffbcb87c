import { useTranslation } from 'react-i18next'
import type { AmendmentState } from '@hocba/shared/amendment'
import { Icon, type IconName } from '../ui/icon.tsx'

const looks: Readonly<Record<AmendmentState, readonly [tone: string, icon: IconName]>> = {
  requested: ['warn', 'clock'],
  witnessed: ['warn', 'clock'],
  approved: ['info', 'check'],
  applied: ['good', 'seal'],
  rejected: ['bad', 'cross'],
  withdrawn: ['', 'dash'],
}

export function AmendmentStateChip({ state }: { readonly state: AmendmentState }) {
  const { t } = useTranslation('amend')
  const [tone, icon] = looks[state]
  return (
    <span className={`chip ${tone}`}>
      <Icon name={icon} />
      {t(`state.${state}`)}
    </span>
  )
}
