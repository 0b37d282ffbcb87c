import { Sheet, faces } from '@hocba/shared/pdf'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyFile } from '@hocba/shared/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPdf } from '../../../signing-agent/src/pdf/file.ts'
import { press } from '../../../signing-agent/src/pdf/press.ts'
import { renderPdf } from '../../../signing-agent/src/pdf/render.ts'
import { signPdf } from '../../../signing-agent/src/signer.ts'
import { amendedSnapshot, gridSnapshot, signersOf, transcriptSnapshot } from './snapshots.ts'
import { describeWith } from '../../support/tools.ts'
import { cmsAccepts, cmsIn, count, extent, rasterise, run } from '../../support/outside.ts'
import { type Workshop, digestOf, openWorkshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const save = (pdf: Uint8Array, name = 'signed.pdf'): string => {
  const path = join(workshop.dir, name)
  writeFileSync(path, pdf)
  return path
}

const scored = () => gridSnapshot('2025-6A.TOAN.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'))

const files = {
  'four signers': scored,
  'five signers, two of them subject teachers': () =>
    amendedSnapshot(gridSnapshot('2025-6A.KHTN.HK2', signersOf('gv.khtn1', 'gv.khtn2', 'gv.van', 'hieutruong', 'vanthu'), 45)),
  'a comment-assessed grid': () => gridSnapshot('2025-6A.GDTC.HK2', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu')),
  'the homeroom grid, three signers': () => gridSnapshot('2025-6A.GVCN.HK1', signersOf('gv.van', 'hieutruong', 'vanthu')),
  'a primary grid': () => gridSnapshot('2025-4A.TV.HK1', signersOf('gv.toan', 'gv.van', 'hieutruong', 'vanthu'), 35),
  'qualities and competences': () => gridSnapshot('2025-4A.PCNL.HK2', signersOf('gv.van', 'hieutruong', 'vanthu'), 35),
  'a transcript': () => transcriptSnapshot(),
}

describeWith(['pdfsig', 'qpdf', 'pdftotext'], 'every kind of file', () => {
  describe.each(Object.entries(files))('%s', (_, make) => {
    test('SIGN-10 pdfsig accepts every signature, and only the last covers the whole file', () => {
      const { snapshot, pdf } = workshop.sign(make())
      const { text } = run('pdfsig', ['-no-ocsp', save(pdf)])
      expect(text.match(/Signature Validation: Signature is Valid\./g)).toHaveLength(snapshot.signers.length)
      expect(text.match(/- Total document signed/g)).toHaveLength(1)
      expect(text.match(/- Not total document signed/g)).toHaveLength(snapshot.signers.length - 1)
      expect(text.lastIndexOf('Total document signed')).toBeGreaterThan(text.lastIndexOf('Not total document signed') + 20)
    })

    test('SIGN-10 qpdf finds no fault in the file', () => {
      const { pdf } = workshop.sign(make())
      expect(run('qpdf', ['--check', save(pdf)])).toMatchObject({
        status: 0,
        text: expect.stringContaining('No syntax or stream encoding errors'),
      })
    })

    test('SIGN-2 the public verifier says valid and reads the same digest as in the XML', async () => {
      const { xml, pdf, digest } = workshop.sign(make())
      const options = { trust: workshop.trust, at: new Date() }
      expect(await verifyFile(pdf, options)).toMatchObject({ verdict: 'valid', digest })
      expect((await verifyFile(xml, options)).digest).toBe(digest)
    })

    test('SIGN-11 each signature appends and leaves every earlier byte as it was', () => {
      const snapshot = make()
      let before = renderPdf(snapshot, digestOf(snapshot))
      snapshot.signers.forEach((signer, position) => {
        const after = signPdf({ pdf: before, snapshot, position, key: workshop.key(signer.person), time: '2026-06-20T08:00:00+07:00' })
        expect(Buffer.from(after).subarray(0, before.length).equals(before)).toBe(true)
        before = after
      })
    })

    test('SIGN-12 every page carries the snapshot digest', () => {
      const { pdf, digest } = workshop.sign(make())
      const pages = run('pdftotext', ['-layout', save(pdf), '-'])
        .text.split('\f')
        .slice(0, -1)
      expect(pages.length).toBeGreaterThanOrEqual(2)
      for (const page of pages) expect(page).toContain(digest)
      expect(Buffer.from(pdf).toString('latin1')).toContain(`/HocbaDigest (${digest})`)
    })
  })
})

describeWith('openssl', 'one file', () => {
  test('SIGN-13 openssl accepts the CMS with its signing-certificate attribute', () => {
    const { pdf, snapshot } = workshop.sign(scored())
    expect(cmsAccepts(join(workshop.dir, 'pki'), workshop.dir, pdf)).toBe(snapshot.signers.length)
  })

  test('SIGN-13 the CMS has no signing-time: in PDF the time is /M', () => {
    for (const { cms } of cmsIn(workshop.sign(scored()).pdf)) {
      expect(run('openssl', ['asn1parse', '-inform', 'DER'], cms).text).not.toContain('signingTime')
    }
  })

  test('SIGN-14 the same snapshot gives the same revision 0', () => {
    expect(Buffer.from(renderPdf(scored(), 'ab'.repeat(32))).equals(renderPdf(scored(), 'ab'.repeat(32)))).toBe(true)
  })

  test('SIGN-15 a letter without a glyph stops the rendering', () => {
    expect(() => renderPdf({ ...scored(), class: '६' }, 'ab'.repeat(32))).toThrow(RangeError)
  })
})

describeWith(['pdftoppm', 'pdftotext'], 'what a person sees', () => {
  const dpi = 100
  const letters = 'ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵẾỄỘỢỬỰỲỸ0123456789,*'

  test('SIGN-16 every Vietnamese letter of every face leaves ink on the page', () => {
    const sheet = new Sheet(press.faces, 595, 842)
    faces.forEach((face, row) =>
      [...letters].forEach((letter, index) =>
        sheet.text(30 + (index % 25) * 20, 60 + row * 120 + Math.floor(index / 25) * 24, letter, { face, size: 14 }),
      ),
    )
    const path = save(
      press.document({ title: 'letters', info: {}, id: '00'.repeat(32), createdAt: '2026-01-01T00:00:00Z', sheets: [sheet], fields: [] }),
    )
    const picture = rasterise(path, 1, dpi)
    const blank = faces.flatMap((face, row) =>
      [...letters]
        .filter((_, index) => {
          const [x, y] = [30 + (index % 25) * 20, 842 - (60 + row * 120 + Math.floor(index / 25) * 24)]
          return count(picture, dpi, [x - 1, y - 5, x + 17, y + 17], (red) => red < 128) < 4
        })
        .map((letter) => `${face} ${letter}`),
    )
    expect(blank).toEqual([])
  })

  test('SIGN-16 letters that differ by a mark differ in their pixels', () => {
    const pairs = ['aă', 'aâ', 'eê', 'dđ', 'oơ', 'uư', 'ềể', 'ắặ', 'ộổ', 'ựử', 'ĐD', 'ƠO', 'ữừ']
    const sheet = new Sheet(press.faces, 595, 842)
    pairs.forEach(([one = '', other = ''], index) => {
      sheet.text(50, 60 + index * 50, one, { size: 30 })
      sheet.text(150, 60 + index * 50, other, { size: 30 })
    })
    const path = save(
      press.document({ title: 'pairs', info: {}, id: '00'.repeat(32), createdAt: '2026-01-01T00:00:00Z', sheets: [sheet], fields: [] }),
    )
    const picture = rasterise(path, 1, dpi)
    const ink = (x: number, index: number): number =>
      count(picture, dpi, [x - 5, 842 - 60 - index * 50 - 12, x + 35, 842 - 60 - index * 50 + 34], (red) => red < 128)
    const same = pairs.filter((_, index) => ink(50, index) === ink(150, index))
    expect(same).toEqual([])
  })

  test('SIGN-16 every word of every page of a signed transcript leaves ink where it stands', () => {
    const path = save(workshop.sign(transcriptSnapshot()).pdf)
    const pages = run('pdftotext', ['-bbox', path, '-']).text.split('<page ').slice(1)
    const faint = pages.flatMap((page, index) => {
      const picture = rasterise(path, index + 1, dpi)
      const height = Number(/height="([\d.]+)"/.exec(page)?.[1])
      const words = [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)]
      expect(words.length).toBeGreaterThan(20)
      return words
        .filter(([, x0, y0, x1, y1, word = '']) => {
          const letters = word.match(/[\p{L}\p{N}]/gu)?.length ?? 0
          const box = [Number(x0), height - Number(y1), Number(x1), height - Number(y0)] as const
          return count(picture, dpi, box, (...channels) => Math.min(...channels) < 170) < 3 * letters
        })
        .map(([, , , , , word]) => word)
    })
    expect(faint).toEqual([])
  })

  test('SIGN-17 the stamp is red, its right edge at a third of the principal, and hides nothing', () => {
    const { pdf, snapshot } = workshop.sign(scored())
    const fields = snapshot.signers.map((_, position) => readPdf(pdf).field(position))
    const principal = fields.find((field) => field?.name === 'CKS_ht')?.rect ?? [0, 0, 0, 0]
    const stamp = fields.find((field) => field?.name === 'CKS_dv')?.rect ?? [0, 0, 0, 0]
    expect(stamp[2]).toBeCloseTo(principal[0] + (principal[2] - principal[0]) / 3, 1)
    expect(fields.map((field) => field?.name)).toEqual(['CKS_gvbm_1', 'CKS_gvcn', 'CKS_ht', 'CKS_dv'])
    expect(snapshot.signers).toHaveLength(4)
    const pages = Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Count (\d+)/)?.[1]
    const picture = rasterise(save(pdf), Number(pages), dpi)
    const isRed = (red: number, green: number, blue: number): boolean => red > 150 && green < 130 && blue < 130
    const isBlue = (red: number, green: number, blue: number): boolean => blue > 90 && red < 100 && green < 120
    const ring: readonly [number, number, number, number] = [stamp[2] - 84, stamp[1], stamp[2], stamp[3]]
    expect(count(picture, dpi, ring, isRed)).toBeGreaterThan(500)
    expect(count(picture, dpi, [stamp[2] + 1, stamp[1], stamp[2] + 40, stamp[3]], isRed)).toBe(0)
    expect(count(picture, dpi, [stamp[2] - 4, principal[1], stamp[2], principal[3]], isRed)).toBeGreaterThan(20)
    expect(count(picture, dpi, principal, isBlue)).toBeGreaterThan(200)
    // From pixels alone: the ring ends at a third of what the principal's appearance spans, and begins left of it.
    const ink = extent(picture, dpi, principal, isBlue)
    const red = extent(picture, dpi, [0, stamp[1], 842, stamp[3]], isRed)
    if (!ink || !red) throw new Error('no ink')
    expect(Math.abs(ink[0] - principal[0])).toBeLessThan(2)
    expect(Math.abs(red[2] - (principal[0] + (principal[2] - principal[0]) / 3))).toBeLessThan(2)
    expect(red[0]).toBeLessThan(ink[0])
    expect(red[1] < ink[3] && red[3] > ink[1]).toBe(true)
    // The principal's bar stands under the ring and shows through it.
    expect(count(picture, dpi, [principal[0], principal[1], principal[0] + 3, principal[3]], isBlue)).toBeGreaterThan(40)
  })

  test('SIGN-18 a later version lists what was corrected', () => {
    const text = run('pdftotext', ['-layout', save(renderPdf(amendedSnapshot(scored()), 'ab'.repeat(32))), '-']).text
    expect(text).toContain('Trong bảng này có sửa chữa ở 1 điểm')
    expect(text).toContain('4,5 thành 6,5')
  })

  test('SIGN-19 the shared font subsets stay small', () => {
    const sizes = faces.map((face) => press.faces.of(face).file.length)
    expect(Math.max(...sizes)).toBeLessThan(120_000)
    expect(readFileSync(save(renderPdf(scored(), 'ab'.repeat(32)))).length).toBeLessThan(200_000)
  })
})
