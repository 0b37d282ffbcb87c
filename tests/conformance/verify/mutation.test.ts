import * as node from 'node:crypto'
import { nodeCryptography, verifyFile } from '@hocba/shared/verify'
import { describe, expect, it } from 'vitest'
import { clock, makeSchool } from '../../support/school-keys.ts'
import { sampleGrid, sampleTranscript } from '../../support/sample-snapshot.ts'
import { signPdf } from '../../support/sign-pdf.ts'
import { signXml } from '../../support/sign-xml.ts'

const school = await makeSchool()
/** As in the programs; the attacks beside this run as in the page. */
const options = { trust: school.trust, at: clock, cryptography: nodeCryptography(node) }

/** Single bits, letter case, and the next value: what a careless or a sly change looks like. */
const changes: readonly (readonly [name: string, change: (byte: number) => number])[] = [
  ['lowest bit', (byte) => byte ^ 0x01],
  ['letter case', (byte) => byte ^ 0x20],
  ['plus one', (byte) => (byte + 1) & 0xff],
  ['blank', (byte) => (byte === 0x20 ? 0x0a : 0x20)],
]

async function survivors(file: Uint8Array, change: (byte: number) => number, step: number): Promise<readonly string[]> {
  const survived: string[] = []
  for (let at = 0; at < file.length; at += step) {
    const mutated = Uint8Array.from(file)
    mutated[at] = change(file[at] ?? 0)
    const { verdict, checks } = await verifyFile(mutated, options)
    const named = checks.some(({ ok }) => ok === false)
    const around = Buffer.from(file.subarray(Math.max(0, at - 20), at + 20)).toString('latin1')
    if (verdict !== 'invalid' || !named) survived.push(`${at} ${verdict} ${around}`)
  }
  return survived
}

const xml = new TextEncoder().encode(signXml(sampleTranscript, school.keys.slice(2)))
const plain = new TextEncoder().encode(signXml(sampleGrid, school.keys, { style: 'plain' }))
const pdf = signPdf(sampleTranscript, school.keys.slice(2), school.trust.chain)

/** The signatures and everything written after the printed form: the part of a PDF where bytes could escape the ranges. */
const tail = pdf.length - 56_000

describe('one changed byte', () => {
  it.each(changes)('VERIFY-3 %s: no position of an XML file survives', async (_, change) => {
    expect(await survivors(xml, change, 41)).toEqual([])
  })

  it.each(changes)('VERIFY-3 %s: no position of a plain-style XML file survives', async (_, change) => {
    expect(await survivors(plain, change, 311)).toEqual([])
  })

  it.each(changes)('VERIFY-3 %s: no position of a PDF file survives', async (_, change) => {
    expect(await survivors(pdf, change, 2_999)).toEqual([])
  })

  it.each(changes)('VERIFY-3 %s: no position of a CMS in a PDF survives', async (_, change) => {
    const start = Buffer.from(pdf).indexOf('/Contents <', tail) + 11
    const survived: string[] = []
    for (let at = start; at < start + 4_000; at += 29) {
      const mutated = Uint8Array.from(pdf)
      mutated[at] = change(pdf[at] ?? 0)
      const { verdict, checks } = await verifyFile(mutated, options)
      if (verdict !== 'invalid' || !checks.some(({ ok }) => ok === false)) survived.push(`${at - start} ${verdict}`)
    }
    expect(survived).toEqual([])
  })
})
