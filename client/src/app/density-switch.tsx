import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import { chooseDensity, rememberedDensity } from './density.ts'

/** More rows on a small screen, or more room around each. */
export function DensitySwitch() {
  const { t } = useTranslation('app')
  const [density, setDensity] = useState(rememberedDensity)
  const isCompact = density === 'compact'

  function change() {
    const next = isCompact ? 'comfortable' : 'compact'
    chooseDensity(next)
    setDensity(next)
  }

  return (
    <button
      type="button"
      className="button quiet small square"
      aria-pressed={isCompact}
      aria-label={t('compact')}
      title={t('compact')}
      onClick={change}
    >
      <Icon name="rows" />
    </button>
  )
}
