/** Excel and its kin compute a cell whose text begins so, also in full width (OWASP: CSV injection). */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** What no XML document may hold; Excel calls the whole workbook damaged for one of them. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** A text that a spreadsheet shows and never runs: an apostrophe before what would begin a formula (trust: Identity). */
export function safeText(text: string): string {
  const clean = text.replaceAll(forbidden, '').toWellFormed()
  return formulaStart.test(clean) ? `'${clean}` : clean
}
