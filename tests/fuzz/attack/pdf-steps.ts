import type { Random } from '../../property/document/support/random.ts'
import { type Step, insert, replaceOne, step } from './text.ts'

interface Added {
  readonly number: number
  readonly value: string
}

/** The newest value of every object. */
function objectsOf(text: string): ReadonlyMap<number, string> {
  return new Map([...text.matchAll(/\n(\d+) 0 obj\n([^]*?)\nendobj/g)].map((match) => [Number(match[1]), match[2] ?? '']))
}

const objectWith = (text: string, marker: RegExp): Added | undefined => {
  const [number, value] = [...objectsOf(text)].findLast(([, one]) => marker.test(one)) ?? []
  return number === undefined || value === undefined ? undefined : { number, value }
}

export interface UpdateForm {
  readonly kind: 'table' | 'stream' | 'hybrid'
  /** Where /Prev points; the last section by default. */
  readonly previous?: number | null
}

/** An update as any PDF library would append it: with a table, with a cross-reference stream, or with both (hybrid). */
export function append(text: string, objects: readonly Added[], { kind, previous }: UpdateForm = { kind: 'table' }): string {
  const last = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text)?.[1] ?? 0)
  const trailer = (/trailer\n<< (.*) >>\n/.exec(text.slice(last))?.[1] ?? '').replace(/ \/Prev \d+/, '').replace(/\/Size \d+/, '/Size 900')
  const link = previous === null ? '' : ` /Prev ${previous ?? last}`
  let body = text
  let sections = ''
  for (const { number, value } of objects.toSorted((a, b) => a.number - b.number)) {
    sections += `${number} 1\n${String(body.length).padStart(10, '0')} 00000 n \n`
    body += `${number} 0 obj\n${value}\nendobj\n`
  }
  const stream = `899 0 obj\n<< /Type /XRef /W [1 4 2] /Index [899 1] ${trailer}${link} /Length 7 >>\nstream\n\u0001${'\0'.repeat(6)}\nendstream\nendobj\n`
  if (kind === 'stream') return `${body}${stream}startxref\n${body.length}\n%%EOF\n`
  const hybrid = kind === 'hybrid' ? ` /XRefStm ${body.length}` : ''
  if (kind === 'hybrid') body += stream
  return `${body}xref\n${sections}trailer\n<< ${trailer}${link}${hybrid} >>\nstartxref\n${body.length}\n%%EOF\n`
}

/** One of the others; itself where an earlier step has made all the same. */
function otherThan(found: string, all: readonly string[], random: Random): string {
  const others = all.filter((one) => one !== found)
  return others.length === 0 ? found : random.pick(others)
}

const form = (random: Random): UpdateForm => ({ kind: random.pick(['table', 'table', 'stream', 'hybrid']) })

/** Writes one object again with a change, in an update of its own. */
const rewritten = (name: string, marker: RegExp, change: (value: string, random: Random) => string): Step =>
  step(name, (text, random) => {
    const found = objectWith(text, marker)
    return found === undefined ? text : append(text, [{ ...found, value: change(found.value, random) }], form(random))
  })

const actions = [
  '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>',
  '/OpenAction << /S /Launch /F (x) >>',
  '/AA << /WC << /S /URI /URI (http://127.0.0.1:9) >> >>',
  '/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>',
  '/Names << /EmbeddedFiles << /Names [(a) 2 0 R] >> >>',
  '/Collection << >>',
  '/OCProperties << /OCGs [] /D << >> >>',
  '/DSS << >>',
  '/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>',
]

const updates: readonly Step[] = [
  rewritten('the catalog with an action', /\/Type \/Catalog/, (value, random) => value.replace(/ >>$/, ` ${random.pick(actions)} >>`)),
  rewritten('a page again', /\/Type \/Page /, (value, random) =>
    value.replace(/ >>$/, random.pick([' >>', ' /Rotate 180 >>', ' /AA << >> >>', ' /UserUnit 2 >>'])),
  ),
  rewritten('the page tree again', /\/Type \/Pages /, (value) => value),
  rewritten('a font again', /\/Type \/Font/, (value) => value),
  rewritten('the document information again', /\/HocbaDigest/, (value) => value.replace(/HocbaDigest \([0-9a-f]{4}/, 'HocbaDigest (0000')),
  rewritten('a signed field moved', /\/T \(CKS_/, (value) => value.replace(/\/Rect \[[^\]]*\]/, '/Rect [0 0 595 842]')),
  rewritten('a signed field again', /\/T \(CKS_/, (value) => value),
  rewritten('a signed field hidden', /\/T \(CKS_/, (value) => value.replace(/\/F \d+/, '/F 2')),
  rewritten('a signed field with another appearance', /\/T \(CKS_[^]*\/AP/, (value) => value.replace(/\/AP << \/N \d+/, '/AP << /N 1')),
  rewritten(
    'an appearance again',
    /\/Subtype \/Form/,
    () => '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 >>\nstream\n0 0 m\nendstream',
  ),
  rewritten('a signature again', /\/Type \/Sig /, (value) => value),
  rewritten('the form with fields missing', /\/SigFlags/, (value) => value.replace(/\/Fields \[[^\]]*\]/, '/Fields []')),
  rewritten('the form that draws anew', /\/SigFlags/, (value) => value.replace(/ >>$/, ' /NeedAppearances true >>')),
  rewritten('the form of XFA', /\/SigFlags/, (value) => value.replace(/ >>$/, ' /XFA 2 0 R >>')),
  step('an annotation over the page', (text, random) => {
    const page = objectWith(text, /\/Type \/Page /)
    const square = {
      number: 880,
      value: `<< /Type /Annot /Subtype /${random.pick(['Square', 'FreeText', 'Stamp', 'Widget', 'Link'])} /Rect [0 0 500 800] >>`,
    }
    const again = page && {
      ...page,
      value: page.value.includes('/Annots [')
        ? page.value.replace('/Annots [', '/Annots [880 0 R ')
        : page.value.replace(/ >>$/, ' /Annots [880 0 R] >>'),
    }
    return append(text, again ? [again, square] : [square], form(random))
  }),
  step('an object nobody uses', (text, random) =>
    append(
      text,
      [
        {
          number: 800 + random.below(50),
          value: random.pick(['null', '<< >>', '(x)', '<< /Type /ObjStm /N 1 /First 4 /Length 6 >>\nstream\n1 0 11\nendstream']),
        },
      ],
      form(random),
    ),
  ),
  step('an empty update', (text, random) => append(text, [], form(random))),
  step('an update that forgets what was before', (text, random) =>
    append(text, [], { kind: random.pick(['table', 'stream', 'hybrid']), previous: null }),
  ),
  step('an update that goes round', (text, random) => {
    const at = random.pick([text.length, text.length + 1, 0, 9])
    return append(text, [], { kind: random.pick(['table', 'stream']), previous: at })
  }),
]

const digitsLike = (value: number, digits: string): string => String(Math.max(0, value)).padStart(digits.length, '0').slice(-digits.length)

const ranges: readonly Step[] = [
  step('another number in a byte range', (text, random) =>
    replaceOne(text, /\/ByteRange \[0 \d+ \d+ \d+/g, random, (found) =>
      replaceOne(found, /\d+/g, random, (digits) => digitsLike(Number(digits) + random.pick([-1, 1, -2, 2, 16_386, -16_386, 100]), digits)),
    ),
  ),
  step('a byte range of another length', (text, random) =>
    replaceOne(text, /\/ByteRange \[0 \d+ \d+ \d+\] {2,}/g, random, (found) => found.replace(/\] {2}/, ' 0]').padEnd(found.length)),
  ),
  step('a byte range twice', (text, random) => replaceOne(text, /\/ByteRange \[[^\]]*\]/g, random, (found) => `${found} ${found}`)),
  step('a byte range of another signature', (text, random) => {
    const all = [...text.matchAll(/\/ByteRange \[[^\]]*\] */g)].map(([found]) => found)
    return replaceOne(text, /\/ByteRange \[[^\]]*\] */g, random, (found) =>
      otherThan(found, all, random).trimEnd().padEnd(found.length).slice(0, found.length),
    )
  }),
  step('a second /Contents', (text, random) => replaceOne(text, /\/Contents </g, random, (found) => `/Contents <00> ${found}`)),
  step('no /Contents', (text, random) => replaceOne(text, /\/Contents </g, random, () => '/Contentz <')),
  step('/Contents in round brackets', (text, random) =>
    replaceOne(text, /\/Contents <[0-9a-f]+>/g, random, (found) => `/Contents (${found.slice(11, -1)})`),
  ),
  step('something in the padding', (text, random) =>
    replaceOne(
      text,
      /0{200}>/g,
      random,
      (found) => `${found.slice(0, -9)}${random.pick(['DEADBEEF', '00000001', '3000 000', '0000000g', '(xxxxxx)'])}>`,
    ),
  ),
  step('padding of another length', (text, random) =>
    replaceOne(text, /0{200}>/g, random, (found) => found.slice(random.pick([1, 2, 100]))),
  ),
  step('a CMS of mixed case', (text, random) =>
    replaceOne(text, /\/Contents <3082[0-9a-f]{400}/g, random, (found) => found.slice(0, 60) + found.slice(60).toUpperCase()),
  ),
  step('a CMS changed', (text, random) =>
    replaceOne(text, /\/Contents <3082[0-9a-f]{3000}/g, random, (found) => {
      const at = 16 + random.below(2900)
      return found.slice(0, at) + random.pick([...'0123456789abcdef'].filter((one) => one !== found[at])) + found.slice(at + 1)
    }),
  ),
  step('a CMS of another signature', (text, random) => {
    const all = [...text.matchAll(/\/Contents <[0-9a-f]+>/g)].map(([found]) => found)
    return replaceOne(text, /\/Contents <[0-9a-f]+>/g, random, (found) => otherThan(found, all, random))
  }),
  step('a CMS that is empty', (text, random) =>
    replaceOne(text, /\/Contents <[0-9a-f]+>/g, random, (found) => `/Contents <${'0'.repeat(found.length - 12)}>`),
  ),
]

const edits: readonly Step[] = [
  step(
    'bytes behind the end',
    (text, random) => text + random.pick(['\n', ' ', '\0', '%', '%%EOF\n', 'startxref\n0\n%%EOF\n', text.slice(0, 400)]),
  ),
  step('bytes before the beginning', (text, random) => random.pick(['\n', ' ', '%PDF-1.4\n', '\u00ef\u00bb\u00bf']) + text),
  step('bytes between two objects', (text, random) =>
    replaceOne(text, /endobj\n(?=\d+ 0 obj)/g, random, (found) => found + random.pick(['\n', ' ', '% x\n', '900 0 obj\n<< >>\nendobj\n'])),
  ),
  step('a revision cut off', (text, random) => {
    const ends = [...text.matchAll(/%%EOF\n/g)].map(({ index }) => index + 6).slice(0, -1)
    return ends.length === 0 ? text : text.slice(0, random.pick(ends))
  }),
  step('a revision taken out', (text, random) => {
    const ends = [0, ...[...text.matchAll(/%%EOF\n/g)].map(({ index }) => index + 6)]
    const one = 1 + random.below(Math.max(1, ends.length - 2))
    return text.slice(0, ends[one]) + text.slice(ends[one + 1])
  }),
  step('a revision twice', (text) => text + text.slice([...text.matchAll(/%%EOF\n/g)].at(-2)?.index ?? 0).replace('%%EOF\n', '')),
  step('cut short', (text, random) => text.slice(0, random.below(text.length - 1))),
  step('one bit changed', (text, random) => {
    const at = random.below(text.length)
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8))) + text.slice(at + 1)
  }),
  step('one bit changed outside the streams', (text, random) =>
    replaceOne(text, /endobj\n\d+ 0 obj\n[^]{20}/g, random, (found) => {
      const at = random.below(found.length)
      return found.slice(0, at) + String.fromCharCode(found.charCodeAt(at) ^ (1 << random.below(7))) + found.slice(at + 1)
    }),
  ),
  step('an entry of the cross-reference', (text, random) =>
    replaceOne(text, /\n\d{10} 00000 n /g, random, (found) =>
      random.pick([
        found.replace('n', 'f'),
        found.replace('00000 n', '00001 n'),
        `\n${digitsLike(Number(found.slice(1, 11)) + 1, found.slice(1, 11))}${found.slice(11)}`,
      ]),
    ),
  ),
  step('another address of the cross-reference', (text, random) =>
    replaceOne(text, /startxref\n\d+/g, random, (found) => `startxref\n${Number(found.slice(10)) + random.pick([1, -1, 7])}`),
  ),
  step('another header', (text, random) => random.pick(['%PDF-2.0', '%PDF-0.9', '%PDF-1.7 ']) + text.slice(8)),
  step('a name changed in place', (text, random) => {
    const pairs: readonly (readonly [string, string])[] = [
      ['/DisplayDocTitle true', '/OpenAction      true'],
      ['/SigFlags 3', '/SigFlags 1'],
      ['/Adobe.PPKLite', '/Adobe.PPKLitf'],
      ['ETSI.CAdES.detached', 'ETSI.CAdES.detachee'],
      ["+07'00'", "-07'00'"],
      ['(CKS_ht)', '(CKS_hu)'],
    ]
    const [before, after] = random.pick(pairs)
    return text.replace(before, after)
  }),
  step('somebody else’s name beside the signature', (text, random) =>
    replaceOne(text, /\/Name <[0-9A-F]+>/g, random, (found) => insert(found.slice(0, -5), found.length - 5, '0041>')),
  ),
]

export const pdfFamilies: Readonly<Record<string, readonly Step[]>> = { updates, ranges, edits }
