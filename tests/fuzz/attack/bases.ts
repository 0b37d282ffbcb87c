import type { Snapshot } from '@hocba/shared/snapshot'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { type TestKey, type TestSchool, declared, makeEcdsaKey, makeSchool } from '../../support/school-keys.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { type SignedXmlOptions, signXml } from '../../support/sign-xml.ts'

/** A document that is signed as it should be, and the hands of its signers: an attacker may be one of them. */
export interface Base {
  readonly name: string
  readonly snapshot: Snapshot
  readonly keys: readonly TestKey[]
  readonly how: SignedXmlOptions
  readonly xml: string
  /** One character a byte. */
  readonly pdf: string
}

export interface Bases {
  readonly school: TestSchool
  /** Another school under another root. */
  readonly foreign: TestSchool
  readonly all: readonly Base[]
}

export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

export async function makeBases(): Promise<Bases> {
  const [school, foreign] = await Promise.all([makeSchool(), makeSchool()])
  const curve = await Promise.all(declared.map((signer) => makeEcdsaKey(school.issuing, signer)))
  const base = (name: string, snapshot: Snapshot, keys: readonly TestKey[], how: SignedXmlOptions = {}): Base => ({
    name,
    snapshot,
    keys,
    how,
    xml: signXml(snapshot, keys, how),
    pdf: latin1(signPdf(snapshot, keys, school.trust.chain, undefined, how.proof)),
  })
  const all = [
    base('grid', sampleGrid, school.keys),
    base('grid-plain', sampleGrid, school.keys, { style: 'plain' }),
    base('grid-curve', sampleGrid, curve),
    base('transcript', sampleTranscript, school.keys.slice(2)),
  ]
  return { school, foreign, all }
}
