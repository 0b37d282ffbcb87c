import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBase45, toBase45 } from '@hocba/shared/core'
import { parseGridId } from '@hocba/shared/grid'
import { type Leaf, type LogProof, leafText, proofText } from '@hocba/shared/log'
import { verifyFile } from '@hocba/shared/verify'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, proofFrom } from '../../../sync-server/src/receipt/code.ts'
import { receiptDocument } from '../../../sync-server/src/receipt/page.ts'
import { press } from '../../../sync-server/src/receipt/press.ts'
import type { Receipt } from '../../../sync-server/src/receipt/receipt.ts'
import { rasterise, run } from '../../support/outside.ts'
import { readQr } from '../../support/qr.ts'
import { hocba } from '../../support/terminal.ts'
import { leafOf, makeLog, otherLeaves } from '../../support/test-log.ts'
import { describeWith } from '../../support/tools.ts'
import { gridSnapshot, school, signersOf } from './snapshots.ts'
import { digestOf } from './workshop.ts'

const snapshot = gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'))
const digest = digestOf(snapshot)
const log = makeLog('Trường-THCS-Lê-Quý-Đôn')
const leaves = [...otherLeaves(9), leafOf(snapshot, digest), ...otherLeaves(3)]
const proof = log.prove(leaves, 9)

/** As long as in a log of a million entries; its arithmetic does not hold. */
const long: LogProof = { ...proof, path: Array.from({ length: 20 }, (_, at) => digestOf({ ...snapshot, seq: at })) }

function receiptWith(one: LogProof): Receipt {
  const grid = parseGridId(snapshot.grid)
  if (!grid) throw new TypeError('a grid id')
  return {
    school,
    grid,
    year: '2025-2026',
    version: 1,
    seq: snapshot.seq,
    epoch: snapshot.epoch,
    at: snapshot.frozenAt,
    by: 'Nguyễn Thị Kim Phượng',
    cause: { order: '5d0c1c1e-7d0e-4a52-9c0f-2f4b1f6f7c11', by: 'Phạm Văn Khải', reason: 'Hết hạn nhập điểm học kì I' },
    digest,
    proof: one,
    register: `https://hocba.example/api/register/${digest}`,
  }
}

const pdfOf = (one: LogProof): Uint8Array => press.document(receiptDocument(press.faces, receiptWith(one)))

let folder = ''
const at = (name: string): string => join(folder, name)
const check = (name: string, ...words: readonly string[]) => hocba(['audit', 'receipt', at(name), '--key', log.vkey, ...words])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-receipt-'))
  await writeFile(at('receipt.pdf'), pdfOf(proof))
  await writeFile(at('long.pdf'), pdfOf(long))
  await writeFile(at('code.txt'), codeOf(proof) ?? '')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a receipt', () => {
  test('RECEIPT-1 carries the whole proof: as a file, as the text of its code, and as a tlog-proof', () => {
    for (const bytes of [pdfOf(proof), Buffer.from(codeOf(proof) ?? ''), Buffer.from(proofText(proof))])
      expect(proofFrom(bytes)).toEqual(proof)
    for (const text of ['', 'HOCBA1:', 'HOCBA1:ABC', '%PDF-1.7\n', proofText(proof).slice(1)])
      expect(() => proofFrom(Buffer.from(text))).toThrow('chứng minh')
  })

  test('RECEIPT-1 Base45 is that of RFC 9285 and gives back what it was given', () => {
    expect([toBase45(Buffer.from('AB')), toBase45(Buffer.from('Hello!!')), toBase45(Buffer.from('ietf!'))]).toEqual([
      'BB8',
      '%69 VD92EX0',
      'QED8WEX0',
    ])
    expect([fromBase45('GGW'), fromBase45('A'), fromBase45('aa0'), fromBase45('::')]).toEqual([undefined, undefined, undefined, undefined])
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes)
      }),
      { seed: 45, numRuns: 100 },
    )
  })

  test('RECEIPT-2 is checked offline: proof and signature of the checkpoint, and what they prove', async () => {
    for (const name of ['receipt.pdf', 'code.txt']) {
      const { code, out } = await check(name, '--json')
      expect([code, JSON.parse(out)]).toEqual([
        0,
        {
          whole: true,
          kind: 'freeze',
          grid: snapshot.grid,
          seq: snapshot.seq,
          epoch: snapshot.epoch,
          at: '2026-01-12T10:00:00.000+07:00',
          digest,
          index: 9,
          checkpoint: { origin: 'Trường-THCS-Lê-Quý-Đôn/1', size: leaves.length },
          today: null,
        },
      ])
    }
  })

  test('RECEIPT-2 a proof that does not hold, or another key, is refused', async () => {
    expect((await check('long.pdf')).code).toBe(1)
    const { code, errors } = await hocba(['audit', 'receipt', at('receipt.pdf'), '--key', makeLog('Trường-khác').vkey])
    expect([code, errors]).toEqual([1, expect.stringContaining('khóa nhật ký')])
  })

  test('RECEIPT-3 is no signed file, and says so', async () => {
    const report = await verifyFile(pdfOf(proof), { trust: { roots: [], chain: [], crls: [] }, at: new Date() })
    expect(report.verdict).toBe('invalid')
    expect(report.checks.find(({ id }) => id === 'pdf.structure')?.detail).toContain('biên nhận')
  })

  test('RECEIPT-4 an entry too long for a code that a telephone reads leaves the address and the checkpoint in it', () => {
    const leaf = JSON.parse(proof.leaf) as Leaf
    const changes = Array.from({ length: 60 }, (_, seq) => digestOf({ ...snapshot, seq }))
    const amended = { ...long, leaf: leafText({ ...leaf, kind: 'amend', changes }) }
    expect(codeOf(amended)).toBeUndefined()
    expect(proofFrom(pdfOf(amended))).toEqual(amended)
  })
})

describeWith(['pdftoppm', 'pdftotext', 'qpdf'], 'a receipt on paper', () => {
  test('RECEIPT-5 its code is read off the page, also in a log of a million entries', () => {
    for (const [name, one] of [
      ['receipt.pdf', proof],
      ['long.pdf', long],
    ] as const) {
      expect(proofFrom(Buffer.from(readQr(rasterise(at(name), 1, 300))))).toEqual(one)
    }
  })

  test('RECEIPT-6 it is one sound page that names school, grid, persons, order, digest and checkpoint', () => {
    expect(run('qpdf', ['--check', at('long.pdf')]).status).toBe(0)
    const { text } = run('pdftotext', ['-layout', at('long.pdf'), '-'])
    for (const fact of [
      school.name,
      'Toán, lớp 6A, Học kì I',
      'Nguyễn Thị Kim Phượng',
      'Phạm Văn Khải',
      digest,
      '12/01/2026 10:00:00',
      'Trang 1/1',
    ])
      expect(text).toContain(fact)
  })
})
