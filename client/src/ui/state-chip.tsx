import { useTranslation } from 'react-i18next'
import type { GridState } from '@hocba/shared/grid'
import type { TranscriptState } from '@hocba/shared/issue'
import { Icon, type IconName } from './icon.tsx'

const gridIcons: Readonly<Record<GridState, IconName>> = { open: 'open', locked: 'lock', frozen: 'seal' }

/** mở / khóa / chốt: always a sign and a word, never colour alone. */
export function GridStateChip({ state }: { readonly state: GridState }) {
  const { t } = useTranslation('app')
  return (
    <span className={`chip ${state}`}>
      <Icon name={gridIcons[state]} />
      {t(`gridState.${state}`)}
    </span>
  )
}

const transcriptIcons: Readonly<Record<TranscriptState, IconName>> = {
  initialised: 'file',
  signed: 'pen',
  issued: 'seal',
  revoked: 'cross',
  replaced: 'dash',
}

export function TranscriptStateChip({ state }: { readonly state: TranscriptState }) {
  const { t } = useTranslation('app')
  return (
    <span className={`chip ${state}`}>
      <Icon name={transcriptIcons[state]} />
      {t(`transcriptState.${state}`)}
    </span>
  )
}
