const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }

const attributeEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

// XML 1.0 cannot carry these even as character references; a snapshot with one of them cannot be signed.
// eslint-disable-next-line no-control-regex
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** Almost no text of a school has any of these: signs to escape, what XML cannot carry, and surrogates, which may stand alone. */
// eslint-disable-next-line no-control-regex
const special = /[&<>\u0000-\u001f\ud800-\udfff\ufffe\uffff]/

// eslint-disable-next-line no-control-regex
const specialInAttribute = /[&<"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/

export const isXmlText = (text: string): boolean => text.isWellFormed() && !notXml.test(text)

function checked(text: string): string {
  if (!isXmlText(text)) throw new TypeError('a text of the snapshot has a character that XML cannot carry')
  return text
}

/** Character data as Canonical XML writes it. */
export const escapeText = (text: string): string =>
  !special.test(text) ? text : checked(text).replace(/[&<>\r]/g, (char) => textEscapes[char] ?? char)

/** An attribute value as Canonical XML writes it, without its quotes. */
export const escapeAttribute = (text: string): string =>
  !specialInAttribute.test(text) ? text : checked(text).replace(/[&<"\t\n\r]/g, (char) => attributeEscapes[char] ?? char)
