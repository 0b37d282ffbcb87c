/** AG Grid's own words; English is its default. */
export async function localeOf(language: string): Promise<Record<string, string>> {
  if (language === 'en') return {}
  const { AG_GRID_LOCALE_VN } = await import('@ag-grid-community/locale')
  return AG_GRID_LOCALE_VN
}
