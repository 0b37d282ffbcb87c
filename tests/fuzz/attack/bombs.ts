import type { Random } from '../../property/document/support/random.ts'
import { bytesOf } from './bases.ts'

/** A file that wants to cost its reader time or memory. */
export interface Bomb {
  readonly name: string
  readonly make: (random: Random) => Uint8Array
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const xml = (name: string, make: (random: Random) => string): Bomb => ({ name, make: (random) => utf8(declaration + make(random)) })
const pdf = (name: string, make: (random: Random) => string): Bomb => ({ name, make: (random) => bytesOf(`%PDF-1.7\n${make(random)}`) })
const mib = 2 ** 20
const root = '<BangDiemMon xmlns="urn:vn:hocbaso:1" PhienBan="1.0">'
const some = (random: Random, least: number, most: number): number => Math.floor(least * (most / least) ** random.next())
const fill = (unit: string, bytes: number): string => unit.repeat(Math.floor(bytes / unit.length))
const ended = (body: string): string =>
  `${body}\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n${body.length + 10}\n%%EOF\n`

function laughs(random: Random): string {
  const [wide, deep] = [some(random, 2, 30), some(random, 3, 40)]
  const entities = Array.from({ length: deep }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(wide)}">`).join('')
  return `<!DOCTYPE x [<!ENTITY a0 "ha">${entities}]><x>&a${deep};</x>`
}

const xmlBombs: readonly Bomb[] = [
  xml('entities in entities', laughs),
  xml(
    'one long entity many times',
    (random) => `<!DOCTYPE x [<!ENTITY a "${fill('a', some(random, 1000, mib))}">]><x>${fill('&a;', 9 * mib)}</x>`,
  ),
  xml('deep tree', (random) => root + '<a>'.repeat(some(random, 65, 2 * mib))),
  xml(
    'deep tree of namespaces',
    (random) => `${root}${Array.from({ length: some(random, 65, 60_000) }, (_, n) => `<a xmlns:p${n}="urn:${n}">`).join('')}`,
  ),
  xml('many elements', (random) => `${root}${'<b/>'.repeat(some(random, 50_001, 4 * mib - 30))}</BangDiemMon>`),
  xml('many elements just allowed', () => `${root}${'<b></b>'.repeat(49_990)}</BangDiemMon>`),
  xml(
    'many declarations just allowed',
    () => `${root}${`<b ${Array.from({ length: 60 }, (_, n) => `xmlns:p${n}="urn:${n}"`).join(' ')}></b>`.repeat(12_000)}</BangDiemMon>`,
  ),
  xml('nested declarations just allowed', () => {
    const spaces = (depth: number): string => Array.from({ length: 60 }, (_, n) => `xmlns:p${depth * 60 + n}="urn:${n}"`).join(' ')
    const open = Array.from({ length: 60 }, (_, depth) => `<b ${spaces(depth)}>`).join('')
    return `${root}${open}${'<c xmlns:z="urn:z"></c>'.repeat(40_000)}${'</b>'.repeat(60)}</BangDiemMon>`
  }),
  xml(
    'many attributes',
    (random) => `${root}<b ${Array.from({ length: some(random, 65, 400_000) }, (_, n) => `a${n}=""`).join(' ')}/></BangDiemMon>`,
  ),
  xml('a long attribute', () => `${root}<b a="${fill('&amp;', 15 * mib)}"/></BangDiemMon>`),
  xml('a long name', (random) => `<${fill('a', some(random, 1000, 15 * mib))}/>`),
  xml(
    'a long text',
    (random) => `${root}${fill(random.pick(['a', '&amp;', '&#56;', ']]', '&', ']]>', '\u00e1', '  ']), 15 * mib)}</BangDiemMon>`,
  ),
  xml('many Ids', () => `${root}${Array.from({ length: 49_000 }, (_, n) => `<b Id="i${n % 3}"></b>`).join('')}</BangDiemMon>`),
  xml(
    'many signatures',
    () =>
      `${root}<DuLieuBangDiem Id="DL-1"></DuLieuBangDiem><ChuKySo>${'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo></SignedInfo></Signature>'.repeat(16_000)}</ChuKySo></BangDiemMon>`,
  ),
  xml('never closed', () => `${root}${fill('<a', 15 * mib)}`),
  xml('quotes never closed', () => `${root}${fill('<a b="', 15 * mib)}`),
  xml('comments never closed', () => `${root}${fill('<!--', 15 * mib)}`),
  xml('declarations', () => fill(declaration, 15 * mib)),
]

const byteBombs: readonly Bomb[] = [
  { name: 'more than 16 MiB', make: (random) => new Uint8Array(16 * mib + 1 + random.below(mib)).fill(0x20) },
  { name: 'nothing', make: () => new Uint8Array() },
  { name: 'zeros', make: () => new Uint8Array(16 * mib) },
  {
    name: 'UTF-16',
    make: (random) => new Uint8Array(Buffer.from(`${random.chance(0.5) ? '\ufeff' : ''}${declaration}${root}</BangDiemMon>`, 'utf16le')),
  },
  { name: 'UTF-16, big end first', make: () => new Uint8Array(Buffer.from(`\ufeff${declaration}<a/>`, 'utf16le').swap16()) },
  {
    name: 'bytes that are no UTF-8',
    make: (random) =>
      Uint8Array.from([
        ...utf8(`${declaration}<a>`),
        ...random.pick([[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff], [0xf8, 0x88, 0x80, 0x80, 0x80]]),
      ]),
  },
  { name: 'two byte order marks', make: () => utf8(`\ufeff\ufeff${declaration}${root}</BangDiemMon>`) },
  { name: 'random bytes', make: (random) => Uint8Array.from({ length: some(random, 1, 200_000) }, () => random.below(256)) },
]

const pdfBombs: readonly Bomb[] = [
  pdf('nested arrays', (random) => ended(`1 0 obj\n${fill('[', some(random, 30, 15 * mib))}`)),
  pdf('nested dictionaries', (random) => ended(`1 0 obj\n${fill('<</a', some(random, 30, 15 * mib))}`)),
  pdf('nested brackets in a string', () => ended(`1 0 obj\n${fill('(', 15 * mib)}`)),
  pdf('a long string', () => ended(`1 0 obj\n(${fill('\\(', 15 * mib)})`)),
  pdf('white space', (random) => ended(fill(random.pick([' ', '\n', '%', '\0']), 15 * mib))),
  pdf('a long trailer', () => `xref\n0 1\n0000000000 65535 f \ntrailer\n<<${fill('/a 1 ', 15 * mib)}>>\nstartxref\n9\n%%EOF\n`),
  pdf('a trailer of nested arrays', () => `xref\n0 1\n0000000000 65535 f \ntrailer\n${fill('[', 15 * mib)}\nstartxref\n9\n%%EOF\n`),
  pdf('a long cross-reference', (random) => {
    const count = some(random, 1000, 700_000)
    return `xref\n0 ${count}\n${'0000000009 00000 n \n'.repeat(count)}trailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n`
  }),
  pdf(
    'many sections',
    () =>
      `xref\n${Array.from({ length: 300_000 }, (_, n) => `${n} 1\n0000000009 00000 n \n`).join('')}trailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n`,
  ),
  pdf(
    'a section that claims more than there is',
    () => 'xref\n0 9999999\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n',
  ),
  pdf('revisions without end', (random) => {
    let [text, previous] = ['', '']
    for (let n = 0; n < some(random, 66, 4_000); n += 1) {
      const at = 9 + text.length
      text += `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Info 1 0 R /ID 1${previous} >>\nstartxref\n${at}\n%%EOF\n`
      previous = ` /Prev ${at}`
    }
    return text
  }),
  pdf(
    'a chain that goes round',
    (random) => `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Prev ${random.pick([9, 10, 99, 9999999999])} >>\nstartxref\n9\n%%EOF\n`,
  ),
  pdf('many objects', () => {
    let [body, entries] = ['', '']
    const count = 250_000
    for (let n = 1; n <= count; n += 1) {
      entries += `${String(9 + body.length).padStart(10, '0')} 00000 n \n`
      body += `${n} 0 obj\n1\nendobj\n`
    }
    return `${body}xref\n0 ${count + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${count + 1} /Root 1 0 R /Info 1 0 R >>\nstartxref\n${9 + body.length}\n%%EOF\n`
  }),
]

export const bombs: readonly Bomb[] = [...xmlBombs, ...byteBombs, ...pdfBombs]
