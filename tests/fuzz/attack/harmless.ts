import { canonicalBytes } from '@hocba/shared/core'
import { sampleGrid } from '../../support/sample-snapshot.ts'
import { makeEcdsaKey, sha256 } from '../../support/school-keys.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'
import { leafOf, makeLog, otherLeaves } from '../../support/test-log.ts'
import { type Bases, bytesOf } from './bases.ts'

/** A file that looks unusual and is as good as any. */
export interface Harmless {
  readonly name: string
  readonly file: Uint8Array
}

/** What the profiles leave open; everything else has one spelling. */
export async function harmlessFiles({ school, all }: Bases): Promise<readonly Harmless[]> {
  const text = new TextEncoder()
  const chain = school.trust.chain.map((der) => `<X509Certificate>${Buffer.from(der).toString('base64')}</X509Certificate>`).join('')
  const digest = sha256(canonicalBytes(sampleGrid)).toString('hex')
  const proof = makeLog().prove([leafOf(sampleGrid, digest), ...otherLeaves(4)], 0)
  const [first] = school.keys
  if (first === undefined) throw new Error('no key')
  const mixed = [await makeEcdsaKey(school.issuing, first.signer), ...school.keys.slice(1)]
  const xml = (name: string, made: string): Harmless => ({ name: `xml: ${name}`, file: text.encode(made) })
  const pdf = (name: string, made: string): Harmless => ({ name: `pdf: ${name}`, file: bytesOf(made) })
  const [grid] = all
  if (grid === undefined) throw new Error('no base')
  const sign = (time: (n: number) => string): string =>
    Buffer.from(signPdf(sampleGrid, school.keys, school.trust.chain, time)).toString('latin1')
  return [
    ...all.flatMap((base) => [
      xml(`${base.name} as it is`, base.xml),
      xml(`${base.name} with a byte order mark`, `\ufeff${base.xml}`),
      xml(`${base.name} without the last line end`, base.xml.trimEnd()),
      xml(`${base.name} with one last line end`, `${base.xml.trimEnd()}\n`),
      xml(`${base.name} without a line end after the declaration`, base.xml.replace('?>\n', '?>')),
      xml(`${base.name} with a line end after the declaration`, base.xml.replace(/\?>\n?/, '?>\n')),
      xml(`${base.name} with the issuing authority’s certificate`, base.xml.replaceAll('</X509Certificate>', `</X509Certificate>${chain}`)),
      pdf(`${base.name} as it is`, base.pdf),
      pdf(
        `${base.name} with the CMS in capitals`,
        base.pdf.replace(/\/Contents <[0-9a-f]+>(?![^]*\/Contents <)/, (found) => found.toUpperCase().replace('/CONTENTS', '/Contents')),
      ),
    ]),
    xml('one signer with another kind of key', signXml(sampleGrid, mixed)),
    pdf('one signer with another kind of key', Buffer.from(signPdf(sampleGrid, mixed, school.trust.chain)).toString('latin1')),
    xml('with a proof of the log', signXml(sampleGrid, school.keys, { proof })),
    xml('times of another zone', signXml(sampleGrid, school.keys, { time: () => '2026-06-20T01:00:00Z' })),
    xml('times with a fraction', signXml(sampleGrid, school.keys, { time: () => '2026-06-20T08:00:00.250+07:00' })),
    xml('signed hours apart', signXml(sampleGrid, school.keys, { time: (n) => `2026-06-20T0${n + 3}:00:00+07:00` })),
    pdf(
      'times of another zone',
      sign(() => '2026-06-20T01:00:00Z'),
    ),
    pdf(
      'signed hours apart',
      sign((n) => `2026-06-20T0${n + 3}:00:00+07:00`),
    ),
    pdf('with a proof of the log', Buffer.from(signPdf(sampleGrid, school.keys, school.trust.chain, undefined, proof)).toString('latin1')),
    pdf('without the issuing authority', Buffer.from(signPdf(sampleGrid, school.keys, [])).toString('latin1')),
  ]
}
