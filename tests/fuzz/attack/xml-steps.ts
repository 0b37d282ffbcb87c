import type { Random } from '../../property/document/support/random.ts'
import type { Bases } from './bases.ts'
import { type Step, insert, replaceOne, step } from './text.ts'

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const data = /<(DuLieuBangDiem|DuLieuHocBa)[ >].*?<\/\1>/s
const signature = /<Signature [^>]*Id="CKS-\d+">.*?<\/Signature>/gs
const forge = (text: string, random: Random): string =>
  replaceOne(text, /<(TX\d|DiemTX|GhiChu|NhanXet|HoTen|Ten|Lop|HK1|CN)>[^<]+(?=<)/g, random, (found) => `${found.slice(0, -1)}7`)
const renamed = (text: string, id: string): string => text.replace(/ Id="[^"]*"/, id === '' ? '' : ` ${id}`)
const otherIds = ['', 'Id="DL-9"', 'ID="DL-1"', 'id="DL-1"', 'xml:id="DL-1"', 'Id="DL-1"', 'Id="DL-1" xml:id="DL-9"']

/** Wrapping (McIntosh and Austel 2005 and what followed): the signed data stays somewhere, forged data stands where it is read. */
function wrap(put: (rest: { readonly before: string; readonly after: string }, signed: string, forged: string) => string): Step['make'] {
  return (text, random) => {
    const match = data.exec(text)
    if (match === null) return text
    const [signed] = match
    const forged = renamed(forge(signed, random), random.pick(otherIds))
    const kept = random.chance(0.5) ? signed : renamed(signed, random.pick(otherIds))
    return put({ before: text.slice(0, match.index), after: text.slice(match.index + signed.length) }, kept, forged)
  }
}

const inFirst = (text: string, tag: string, added: string): string => text.replace(new RegExp(`<${tag}[^>]*>`), (found) => found + added)

const wrapping: readonly Step[] = [
  step(
    'wrap sibling before',
    wrap(({ before, after }, signed, forged) => before + forged + signed + after),
  ),
  step(
    'wrap sibling after',
    wrap(({ before, after }, signed, forged) => before + signed + forged + after),
  ),
  step(
    'wrap ancestor',
    wrap(({ before, after }, signed, forged) => `${before + forged}<Goc>${signed}</Goc>${after}`),
  ),
  step(
    'wrap descendant',
    wrap(({ before, after }, signed, forged) => before + forged.replace(/<\/[^>]*>$/, (end) => signed + end) + after),
  ),
  step(
    'wrap in ChuKySo',
    wrap(({ before, after }, signed, forged) => before + forged + inFirst(after, 'ChuKySo', signed)),
  ),
  step(
    'wrap in Object',
    wrap(({ before, after }, signed, forged) => before + forged + inFirst(after, 'Object', signed)),
  ),
  step(
    'wrap in an Object of its own',
    wrap(({ before, after }, signed, forged) => before + forged + after.replace('</Signature>', `<Object>${signed}</Object></Signature>`)),
  ),
  step(
    'wrap in KeyInfo',
    wrap(({ before, after }, signed, forged) => before + forged + inFirst(after, 'KeyInfo', signed)),
  ),
  step(
    'wrap in SignedInfo',
    wrap(({ before, after }, signed, forged) => before + forged + inFirst(after, 'SignedInfo', signed)),
  ),
  step(
    'wrap after the root',
    wrap(({ before, after }, signed, forged) => before + forged + after + signed),
  ),
  step('wrap the whole file', (text) => {
    const start = text.indexOf('?>') + 2
    const root = text.slice(start).trim()
    return `${text.slice(0, start)}<BangDiemMon xmlns="urn:vn:hocbaso:1" PhienBan="1.0">${root}</BangDiemMon>`
  }),
  step('change the data', (text, random) => replaceOne(text, new RegExp(data, 'gs'), random, (found) => forge(found, random))),
]

const idNames = ['Id', 'ID', 'id', 'xml:id', 'iD', 'XML:ID']

const ids: readonly Step[] = [
  step('an Id twice', (text, random) => {
    const known = [...text.matchAll(/ Id="([^"]+)"/g)].map((match) => match[1] ?? '')
    return known.length === 0
      ? text
      : replaceOne(text, /<[A-Za-z][A-Za-z0-9]*(?=[ >])/g, random, (tag) => `${tag} ${random.pick(idNames)}="${random.pick(known)}"`)
  }),
  step('an Id in a foreign namespace', (text, random) =>
    replaceOne(text, /<[A-Za-z][A-Za-z0-9]*(?=[ >])/g, random, (tag) => `${tag} xmlns:w="urn:w" w:Id="DL-1"`),
  ),
  step('Ids swapped', (text, random) => {
    const [a, b] = random.chance(0.5) ? ['GTCK-1', 'GTCK-2'] : ['TT-1', 'TT-2']
    return text.replaceAll(`Id="${a}"`, 'Id="X"').replaceAll(`Id="${b}"`, `Id="${a}"`).replaceAll('Id="X"', `Id="${b}"`)
  }),
  step('an Id renamed', (text, random) => replaceOne(text, / Id="[^"]+"/g, random, () => ` ${random.pick(idNames)}="Q-1"`)),
]

const inserted = [
  '<!-- -->',
  '<!--8-->',
  '<?p 1?>',
  '<?xml-stylesheet href="x"?>',
  '<![CDATA[]]>',
  '<![CDATA[5]]>',
  '&#48;',
  '&lt;',
  '&a;',
  '\u00a0',
]

const plain: readonly Step[] = [
  step('something inside text', (text, random) =>
    replaceOne(text, />[^<>]{2,40}</g, random, (found) => insert(found, 1 + random.below(found.length - 1), random.pick(inserted))),
  ),
  step('something between tags', (text, random) => replaceOne(text, /></g, random, () => `>${random.pick(inserted)}<`)),
  step('something around the root', (text, random) =>
    random.chance(0.5) ? text.replace('?>', `?>${random.pick(inserted)}`) : text.trimEnd() + random.pick(inserted),
  ),
]

const methods = [
  `${dsig}hmac-sha256`,
  `${dsig}hmac-sha1`,
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  `${dsig}rsa-sha1`,
  `${dsig}dsa-sha1`,
  'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'none',
  '',
]
export const transforms = [
  'http://www.w3.org/TR/1999/REC-xpath-19991116',
  'http://www.w3.org/2002/06/xmldsig-filter2',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  `${dsig}enveloped-signature`,
  `${dsig}base64`,
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/2006/12/xml-c14n11',
  'urn:own',
  '',
]
export const transformBodies = [
  '',
  '<XPath>not(ancestor-or-self::TX1)</XPath>',
  '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><xsl:for-each select="//*"><xsl:for-each select="//*"/></xsl:for-each></xsl:template></xsl:stylesheet>',
  '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="#default"></ec:InclusiveNamespaces>',
]
export const addresses = [
  '',
  '#',
  '#xpointer(/)',
  "#xpointer(id('DL-1'))",
  'http://127.0.0.1:9/x',
  'file:///etc/passwd',
  '#DL-9',
  '#CKS-1',
  'DL-1',
  '#DL-1 ',
]

/** Each changes one thing inside one SignedInfo: as a stranger would (the value no longer fits), or as a signer would, before signing. */
export const infoSteps: readonly Step[] = [
  step('another method', (text, random) =>
    replaceOne(text, /<SignatureMethod Algorithm="[^"]*"/g, random, () => `<SignatureMethod Algorithm="${random.pick(methods)}"`),
  ),
  step('the method of the other kind of key', (text, random) =>
    replaceOne(text, /xmldsig-more#(?:rsa|ecdsa)-sha256/g, random, (found) =>
      found.includes('#rsa') ? found.replace('#rsa', '#ecdsa') : found.replace('#ecdsa', '#rsa'),
    ),
  ),
  step('another digest', (text, random) =>
    replaceOne(
      text,
      /<DigestMethod Algorithm="[^"]*"/g,
      random,
      () => `<DigestMethod Algorithm="${random.pick([`${dsig}sha1`, 'http://www.w3.org/2001/04/xmldsig-more#md5', 'none'])}"`,
    ),
  ),
  step('another canonical form', (text, random) =>
    replaceOne(
      text,
      /<CanonicalizationMethod Algorithm="[^"]*"/g,
      random,
      () => `<CanonicalizationMethod Algorithm="${random.pick(transforms)}"`,
    ),
  ),
  step('another transform', (text, random) =>
    replaceOne(
      text,
      /<Transform Algorithm="[^"]*">/g,
      random,
      () => `<Transform Algorithm="${random.pick(transforms)}">${random.pick(transformBodies)}`,
    ),
  ),
  step('one more transform', (text, random) =>
    replaceOne(
      text,
      /<\/Transforms>/g,
      random,
      (end) => `<Transform Algorithm="${random.pick(transforms)}">${random.pick(transformBodies)}</Transform>${end}`,
    ),
  ),
  step('no transforms', (text, random) =>
    replaceOne(text, /<Transforms>.*?<\/Transforms>/gs, random, () => (random.chance(0.5) ? '' : '<Transforms></Transforms>')),
  ),
  step('a method with parameters', (text, random) =>
    replaceOne(text, /(?<=<SignatureMethod [^>]*>)/g, random, () => '<HMACOutputLength>8</HMACOutputLength>'),
  ),
  step('another address', (text, random) =>
    replaceOne(text, / URI="[^"]*"/g, random, () => (random.chance(0.1) ? '' : ` URI="${random.pick(addresses)}"`)),
  ),
  step('a reference less', (text, random) => replaceOne(text, /<Reference [^>]*>.*?<\/Reference>/gs, random, () => '')),
  step('a reference twice', (text, random) => replaceOne(text, /<Reference [^>]*>.*?<\/Reference>/gs, random, (found) => found + found)),
  step('no reference', (text) => text.replace(/<Reference .*?(?=<\/SignedInfo>)/s, '')),
  step('another digest value', (text, random) =>
    replaceOne(
      text,
      /<DigestValue>[^<]*/g,
      random,
      () => `<DigestValue>${Buffer.alloc(random.pick([0, 20, 32]), random.below(256)).toString('base64')}`,
    ),
  ),
]

const shape: readonly Step[] = [
  step('a second SignedInfo', (text, random) => {
    const info = /<SignedInfo>.*?<\/SignedInfo>/s.exec(text)?.[0] ?? ''
    const other = random.chance(0.5) ? info : info.replace(/URI="#DL-[^"]*"/, 'URI="#DL-9"')
    return random.chance(0.5) ? text.replace(info, () => info + other) : text.replace(info, () => other + info)
  }),
  step('a second SignatureValue', (text, random) =>
    replaceOne(
      text,
      /<SignatureValue [^>]*>[^<]*<\/SignatureValue>/g,
      random,
      (found) => found + (random.chance(0.5) ? found : found.replace(/ Id="[^"]*"/, '')),
    ),
  ),
  step('an element nobody knows', (text, random) =>
    replaceOne(
      text,
      /<\/(?:KeyInfo|X509Data|Object|Signature|ChuKySo|QualifyingProperties|NoiDung)>/g,
      random,
      (end) => `<La xmlns="urn:la"></La>${end}`,
    ),
  ),
  step('an unsigned property', (text, random) => {
    const token = random.pick(['', 'AAAA', Buffer.alloc(3_000, 0x30).toString('base64')])
    const stamp = `<SignatureTimeStamp><CanonicalizationMethod xmlns="${dsig}" Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></CanonicalizationMethod><EncapsulatedTimeStamp>${token}</EncapsulatedTimeStamp></SignatureTimeStamp>`
    const body = random.pick(['', stamp, stamp + stamp, '<CounterSignature></CounterSignature>', '<La></La>'])
    return replaceOne(text, /<\/SignedProperties>/g, random, (end) => {
      const property = `<UnsignedSignatureProperties>${body}</UnsignedSignatureProperties>`
      return `${end}<UnsignedProperties>${random.chance(0.8) ? property : body}</UnsignedProperties>`
    })
  }),
  step('an attribute nobody knows', (text, random) => replaceOne(text, /<[A-Za-z0-9]+(?=[ >])/g, random, (tag) => `${tag} La="1"`)),
  step('a value of another form', (text, random) =>
    replaceOne(text, /<SignatureValue [^>]*>[^<]*/g, random, (found) =>
      random.chance(0.5) ? found.replace(/=*$/, '') + '====' : insert(found, found.indexOf('>') + 9, '\n'),
    ),
  ),
  step('an empty value', (text, random) =>
    replaceOne(text, /(?<=<SignatureValue [^>]*>)[^<]+/g, random, () => (random.chance(0.5) ? '' : 'AAAA')),
  ),
]

function order(bases: Bases): readonly Step[] {
  const all = (text: string): readonly string[] => [...text.matchAll(signature)].map(([found]) => found)
  const foreign = bases.all.flatMap(({ xml }) => all(xml))
  return [
    step('a signature removed', (text, random) => replaceOne(text, signature, random, () => '')),
    step('every signature removed', (text) => text.replace(signature, '')),
    step('a signature twice', (text, random) => replaceOne(text, signature, random, (found) => found + found)),
    step('signatures in another order', (text, random) => {
      const found = all(text)
      if (found.length < 2) return text
      const mixed = found.map((one) => ({ one, at: random.next() })).toSorted((a, b) => a.at - b.at)
      const order = mixed.every(({ one }, index) => one === found[index]) ? found.toReversed() : mixed.map(({ one }) => one)
      let next = 0
      return text.replace(signature, () => order[next++] ?? '')
    }),
    step('the first two signatures swapped', (text) => {
      const [first, second] = all(text)
      return first && second ? text.replace(first + second, () => second + first) : text
    }),
    step('a signature of another file', (text, random) =>
      replaceOne(text, signature, random, (found) => {
        const others = foreign.filter((one) => one !== found)
        return random.pick(others)
      }),
    ),
    step('a signature outside its place', (text, random) => {
      const found = all(text)
      return found.length === 0
        ? text
        : replaceOne(text, /<\/(?:NoiDung|DuLieuBangDiem|DuLieuHocBa|Object|KeyInfo)>/g, random, (end) => random.pick(found) + end)
    }),
  ]
}

function certificates({ school, foreign }: Bases): readonly Step[] {
  const some = [...school.keys, ...foreign.keys].map(({ certificate }) => Buffer.from(certificate).toString('base64'))
  const authorities = [...school.trust.roots, ...foreign.trust.roots, ...foreign.trust.chain].map((der) =>
    Buffer.from(der).toString('base64'),
  )
  const swapped = (text: string, random: Random): string =>
    replaceOne(text, /(?<=<X509Certificate>)[^<]*/g, random, (found) =>
      random.pick([...some, ...authorities, 'AAAA', ''].filter((one) => one !== found)),
    )
  return [
    step('another certificate', swapped),
    step('a certificate before the signer’s', (text, random) =>
      replaceOne(text, /<X509Certificate>/g, random, (tag) => `${tag}${random.pick(some)}</X509Certificate>${tag}`),
    ),
    step('a foreign certificate behind', (text, random) =>
      replaceOne(text, /<\/X509Certificate>/g, random, (end) => `${end}<X509Certificate>${random.pick(authorities.slice(1))}${end}`),
    ),
    step('no certificate', (text, random) => replaceOne(text, /<X509Certificate>[^<]*<\/X509Certificate>/g, random, () => '')),
    step('another subject name', (text, random) =>
      replaceOne(text, /(?<=<X509SubjectName>)CN=[^,]*/g, random, (found) =>
        random.pick([`${found} `, 'CN=Ai đó', `${found},CN=x`, found.toUpperCase() === found ? 'CN=x' : found.toUpperCase()]),
      ),
    ),
    step('a key of its own', (text, random) => replaceOne(text, /<KeyInfo>/g, random, (tag) => `${tag}<KeyName>x</KeyName>`)),
    step('another bound certificate', (text, random) =>
      replaceOne(text, /(?<=<CertDigest>.*?<DigestValue[^>]*>)[^<]*/gs, random, () => Buffer.alloc(32, 1).toString('base64')),
    ),
    step('another time', (text, random) =>
      replaceOne(text, /(?<=<SigningTime[^>]*>)[^<]*/g, random, () =>
        random.pick(['2026-06-20T07:59:59+07:00', '2099-01-01T00:00:00Z', '2026-06-20T08:00:00', '', '0000-00-00T00:00:00Z']),
      ),
    ),
    step('two times', (text, random) => replaceOne(text, /<SigningTime[^>]*>[^<]*<\/SigningTime>/g, random, (found) => found + found)),
  ]
}

const spelling: readonly Step[] = [
  step('white space between tags', (text, random) =>
    replaceOne(text, /></g, random, () => `>${random.pick([' ', '\n', '\t', '\r\n', '\u3000'])}<`),
  ),
  step('line ends of Windows', (text) => text.replace('?>', '?>\r\n')),
  step('white space at the ends', (text, random) =>
    random.chance(0.5) ? `${random.pick([' ', '\n', '\t'])}${text}` : `${text}${random.pick(['\n\n', ' ', '\t', '\r\n', '\0'])}`,
  ),
  step('white space inside a tag', (text, random) =>
    replaceOne(text, /<[A-Za-z0-9]+>/g, random, (tag) => tag.replace('>', random.pick([' >', '\n>', '\t>']))),
  ),
  step('other quotes', (text, random) => replaceOne(text, / [A-Za-z]+="[^"']*"/g, random, (found) => found.replaceAll('"', "'"))),
  step('a character reference', (text, random) =>
    replaceOne(text, />[0-9A-Za-z]+</g, random, (found) => `>&#${found.charCodeAt(1)};${found.slice(2)}`),
  ),
  step('an empty tag shortened', (text, random) =>
    replaceOne(text, /<([A-Za-z0-9]+)((?: [^<>]*)?)><\/\1>/g, random, (found) => found.replace(/><\/.*$/, '/>')),
  ),
  step('a declared prefix', (text) => text.replace(' xmlns="urn:vn:hocbaso:1"', ' xmlns="urn:vn:hocbaso:1" xmlns:x="urn:x"')),
  step('another prefix', (text) => text.replace(`<Signature xmlns="${dsig}"`, `<ds:Signature xmlns:ds="${dsig}"`)),
  step('another declaration', (text, random) =>
    text.replace(
      /<\?xml[^>]*\?>/,
      random.pick([
        '',
        '<?xml version="1.1" encoding="UTF-8"?>',
        '<?xml version="1.0"?>',
        '<?xml version="1.0" encoding="UTF-16"?>',
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        "<?xml version='1.0' encoding='UTF-8'?>",
      ]),
    ),
  ),
  step('letters taken apart (NFD)', (text, random) =>
    replaceOne(text, />[^<>]*[\u00c0-\u1eff][^<>]*</g, random, (found) => found.normalize('NFD')),
  ),
  step('a look-alike letter', (text, random) =>
    replaceOne(text, />[^<>]*[aeo][^<>]*</g, random, (found) => found.replace('a', 'а').replace('e', 'е').replace('o', 'о')),
  ),
  step('a document type', (text, random) =>
    text.replace(
      '?>',
      `?>${random.pick(['<!DOCTYPE x>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]>', '<!DOCTYPE BangDiemMon [<!ATTLIST SignatureValue Id ID #IMPLIED>]>'])}`,
    ),
  ),
  step('one letter changed', (text, random) => {
    const at = random.below(text.length)
    return text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) & 0xff) ^ (1 << random.below(5))) + text.slice(at + 1)
  }),
  step('cut short', (text, random) => text.slice(0, random.below(text.length - 2))),
]

/** Families of steps; each may follow another. */
export const xmlFamilies = (bases: Bases): Readonly<Record<string, readonly Step[]>> => ({
  wrapping,
  ids,
  plain,
  info: infoSteps,
  shape,
  order: order(bases),
  certificates: certificates(bases),
  spelling,
})
