import { themeQuartz } from 'ag-grid-community'

/** AG Grid in the product's own tokens, so that light, dark and print follow without a second palette. */
export const theme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  backgroundColor: 'var(--card)',
  foregroundColor: 'var(--ink)',
  headerBackgroundColor: 'var(--paper)',
  headerTextColor: 'var(--ink-soft)',
  headerFontWeight: 600,
  borderColor: 'var(--line)',
  rowHoverColor: 'var(--hover)',
  selectedRowBackgroundColor: 'var(--accent-soft)',
  rowBorder: { color: 'var(--line)' },
  columnBorder: { color: 'var(--line)' },
  wrapperBorderRadius: 'var(--radius)',
  fontFamily: 'inherit',
  fontSize: 14,
  rowHeight: 'var(--row)',
  headerHeight: 'var(--row-heading)',
  headerFontSize: 13,
  cellHorizontalPadding: 8,
  browserColorScheme: 'inherit',
})
