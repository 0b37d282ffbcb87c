export type Density = 'comfortable' | 'compact'

const key = 'hocba.density'

/** As chosen on this device, whoever sits at it. */
export const rememberedDensity = (): Density => (localStorage.getItem(key) === 'compact' ? 'compact' : 'comfortable')

/** Every size follows from the tokens, the rows of AG Grid too. */
export function applyDensity(density: Density): void {
  document.documentElement.dataset['density'] = density
}

export function chooseDensity(density: Density): void {
  applyDensity(density)
  try {
    localStorage.setItem(key, density)
  } catch {
    // no room: it holds for this page
  }
}
