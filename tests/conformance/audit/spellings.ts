import type { Case } from './second.ts'
import { type Forge, type LogKey, sha256 } from './forge.ts'
import { chained } from './flips.ts'

/** Lines that say the same, or nearly, in a spelling that the specification does not allow. */
export function* spellings(forge: Forge, key: LogKey, texts: readonly string[], bytes: Buffer): Generator<Case> {
  const lineOf = (type: string, from = 0): number => texts.findIndex((text, at) => at >= from && text.includes(`"type":"${type}"`))
  const [head, actor, checkpoint, entry, grid, register] = ['head', 'actor', 'checkpoint', 'entry', 'grid', 'register'].map((type) =>
    lineOf(type),
  ) as [number, number, number, number, number, number]
  const snapshot = lineOf('snapshot')
  const order = lineOf('order', texts.length / 2)
  const spelt = (name: string, at: number, change: (text: string) => string): Case => {
    const text = texts[at] ?? ''
    if (change(text) === text) throw new Error(`nothing changed: ${name}`)
    return { name, bytes: chained(texts.with(at, change(text))) }
  }
  const size = (to: string) => (text: string) => text.replace(/"size":[0-9]+/, `"size":${to}`)
  yield spelt('a number with a fraction', head, size('1.5'))
  yield spelt('a number with a point', head, (text) => text.replace(/("size":[0-9]+)/, '$1.0'))
  yield spelt('a number with an exponent', head, size('1e3'))
  yield spelt('minus nought', head, (text) => text.replace(/"event":[0-9]+/, '"event":-0'))
  yield spelt('a number beyond 2^53', head, size('9007199254740993'))
  yield spelt('the number 2^53', head, size('9007199254740992'))
  yield spelt('a size of nought', head, size('0'))
  yield spelt('not a number', head, size('NaN'))
  yield spelt('a blank after a comma', actor, (text) => text.replace(',', ', '))
  yield spelt('a blank at the end', actor, (text) => `${text} `)
  yield spelt('a carriage return at the end', actor, (text) => `${text}\r`)
  yield spelt('a byte order mark', actor, (text) => `\uFEFF${text}`)
  yield spelt('a member twice', actor, (text) => text.replace('{', '{"id":"",'))
  yield spelt('a member __proto__', actor, (text) => text.replace('{', '{"__proto__":1,'))
  yield spelt('a member that is not ASCII', actor, (text) => text.replace('"type":"actor"', '"type":"actor","é":1'))
  yield spelt('a free member that is not ASCII', order, (text) => text.replace(/("scope":\{[^}]*)\}/, '$1,"é":""}'))
  yield spelt('a student that is not ASCII', grid, (text) =>
    text.replace(/(\{)?\},"seq":/, (_, none?: string) => `${none ?? ','}"6Ạ-01":"Ngoan"},"seq":`),
  )
  yield spelt('a free member that no two languages sort alike', order, (text) =>
    text.replace(/("scope":\{[^}]*)\}/, '$1,"\u{1F600}":1,"\uFFFD":1}'),
  )
  yield spelt('a member with a control character', order, (text) => text.replace('"scope":{', '"scope":{"\\u0001":1,'))
  yield spelt('members in another order', actor, (text) => text.replace(/\{("id":"[^"]*"),(.*)\}/, '{$2,$1}'))
  yield spelt('an escape that is not needed', actor, (text) => text.replace('"type":"a', '"type":"\\u0061'))
  yield spelt('an escaped solidus', register, (text) => text.replace('"state":"', '"state":"\\/'))
  yield spelt('a lone surrogate', actor, (text) => text.replace('"user":"', '"user":"\\ud800'))
  yield spelt('a name in Unicode', actor, (text) => text.replace('"user":"', '"user":"\u{1F600}'))
  yield spelt('a text instead of an object', actor, () => '"actor"')
  yield spelt('a list instead of an object', actor, () => '[]')
  yield spelt('nothing', actor, () => '')
  yield spelt('upper-case hex', actor, (text) =>
    text.replace(/"salt":"([0-9a-f]*)"/, (_, salt: string) => `"salt":"${salt.toUpperCase()}"`),
  )
  yield spelt('base64 without padding', head, (text) => text.replace('="', '"'))
  yield spelt('base64 with loose bits', head, (text) => text.replace(/(.)="/, (_, last: string) => `${other(last)}="`))
  yield spelt('base64 for addresses', snapshot, (text) => text.replace(/"bytes":"..../, '"bytes":"____'))
  yield spelt('base64 of nothing', snapshot, (text) => text.replace(/"bytes":"[^"]*"/, '"bytes":""'))
  yield spelt('an update of nothing', entry, (text) => text.replace(/"update":"[^"]*"(?=[,}]$|\})/, '"update":""'))
  for (const time of [
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-32T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T23:59:60Z',
    '2026-11-23T00:00:00',
    '2026-11-23 00:00:00Z',
    '2026-11-23t00:00:00z',
    '2026-11-23T00:00Z',
    '2026-11-23T00:00:00.Z',
    '2026-11-23T00:00:00,5Z',
    '2026-11-23T00:00:00+0700',
    '2026-11-23T00:00:00+24:00',
    '2026-11-23T00:00:00+07:60',
    '2026-11-23T00:00:00.123456789Z',
    '0000-01-01T00:00:00Z',
    '٢٠٢٦-11-23T00:00:00Z',
    ' 2026-11-23T00:00:00Z',
    '',
  ])
    yield spelt(`the time “${time}”`, head, (text) => text.replace(/"exportedAt":"[^"]*"/, `"exportedAt":"${time}"`))
  for (const name of [
    '2025-6A.VAN.HK3',
    '2025-6a.VAN.HK1',
    '2025-6A.VAN',
    '25-6A.VAN.HK1',
    '2025-106A.VAN.HK1',
    '2025-6A100.VAN.HK1',
    '2025-6A.VĂN.HK1',
    '2025-6A.VAN.HK1\\n',
  ]) {
    yield spelt(`the grid ${name}`, grid, (text) => text.replace(/"grid":"[^"]*"/, `"grid":"${name}"`))
    yield spelt(`a row of the grid ${name}`, entry, (text) => text.replace(/"grid":"[^"]*"/, `"grid":"${name}"`))
    yield spelt(`a snapshot of the grid ${name}`, snapshot, (text) => text.replace(/"grid":"[^"]*"/, `"grid":"${name}"`))
  }
  for (const cell of ['6A-01', '/tx1', '6A-01/', '6A-01/tx1/x', ''])
    yield spelt(`the cell “${cell}”`, grid, (text) => text.replace(/"cells":\{"[^"]*"/, `"cells":{"${cell}"`))
  yield spelt('an actor that is no hex', entry, (text) => text.replace(/"actor":"[^"]*"/, '"actor":"gv.toan"'))
  yield spelt('another version of leaves', entry, (text) => text.replace('"v":1', '"v":2'))
  yield spelt('an epoch below nought', entry, (text) => text.replace(/"epoch":1/, '"epoch":-1'))
  yield spelt('an unknown kind of row', entry, (text) => text.replace('"kind":"edit"', '"kind":"erase"'))
  yield spelt('an order of an unknown kind', order, (text) => text.replace(/"action":"[a-z]*"/, '"action":"burn"'))
  yield spelt('an order with two scopes', order, (text) => text.replace('"scope":{', '"scope":{"zz":"",'))
  yield spelt('an origin of nought', head, (text) => text.replace(/\/1","root"/, '/0","root"'))
  yield spelt('an origin of 01', head, (text) => text.replace(/\/1","root"/, '/01","root"'))
  const { size: entries } = forge.head
  const root = Buffer.from(forge.rootAt(entries)).toString('base64')
  const origin = forge.head.origin
  const note = key.note(origin, entries, forge.rootAt(entries))
  const signature = note.split('\n\n')[1] ?? ''
  const noted = (name: string, text: string): Case =>
    spelt(`a note ${name}`, checkpoint, () => JSON.stringify({ note: text, type: 'checkpoint' }))
  yield noted('without its last line feed', note.slice(0, -1))
  yield noted('with a line feed more', `${note}\n`)
  yield noted('of nothing', '')
  yield noted('with an extension line', key.signed(`${origin}\n${entries}\n${root}\nmore\n`))
  yield noted('with a size of 01', key.signed(`${origin}\n0${entries}\n${root}\n`))
  yield noted('with a size below nought', key.signed(`${origin}\n-1\n${root}\n`))
  yield noted('of another origin', key.signed(`${origin}x\n${entries}\n${root}\n`))
  yield noted('with another dash', note.replace('—', '-'))
  yield noted('signed by somebody else', note.replace(`— ${key.name}`, '— other'))
  yield noted('with a short root', key.signed(`${origin}\n${entries}\nAAAA\n`))
  yield noted('with a second signature that is short', `${note}— other AAAA\n`)
  yield noted('with a second signature that is not right', `${note}${signature.replace(/.{6}\n$/, 'AAAA==\n')}`)
  yield noted(
    'with a signature before it that is not right',
    `${note.split('\n\n')[0]}\n\n${signature.replace(/.{6}\n$/, 'AAAA==\n')}${signature}`,
  )
  yield noted('of size nought with another root', key.note(origin, 0, sha256('x')))
  yield noted('of another line of history', key.note(`${key.name}/2`, 5, sha256('x')))
  yield noted('of a size beyond all numbers', key.signed(`${origin}\n${'9'.repeat(30)}\n${root}\n`))
  const raw = (name: string, tampered: Buffer | string): Case => ({ name, bytes: Buffer.from(tampered) })
  const text = bytes.toString('utf8')
  yield raw(
    'an upper-case hash',
    text.replace(/ [0-9a-f]{64}\n/, (hash) => hash.toUpperCase()),
  )
  yield raw('two blanks before a hash', text.replace(/ ([0-9a-f]{64}\n)/, '  $1'))
  yield raw('a blank line first', `\n${text}`)
  yield raw('a blank line last', `${text}\n`)
  yield raw('half a line last', `${text}{`)
  yield raw('carriage returns', text.replaceAll('\n', '\r\n'))
}

/** The next letter of base64: loose bits when it is the last one before padding. */
const other = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) + 1)
