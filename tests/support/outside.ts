import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Tool, toolPath } from './tools.ts'

export interface Outcome {
  readonly status: number | null
  /** Standard output and error together. */
  readonly text: string
}

export function run(tool: Tool, args: readonly string[], input?: Uint8Array): Outcome {
  const { status, stdout, stderr } = spawnSync(toolPath(tool), args, {
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  })
  return { status, text: `${stdout.toString('utf8')}${stderr.toString('utf8')}` }
}

const dsig = 'http://www.w3.org/2000/09/xmldsig#'

/** xmlsec1 must be told which attribute is an Id, element by element. */
const idAttributes = [
  'urn:vn:hocbaso:1:DuLieuBangDiem',
  'urn:vn:hocbaso:1:DuLieuHocBa',
  `${dsig}:Signature`,
  `${dsig}:SignatureValue`,
  `${dsig}:Object`,
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
].flatMap((name) => ['--id-attr:Id', name])

/** What xmlsec1 says of the n-th signature, which it must be pointed at; `pki` is the folder of root.pem and chain.pem. */
export function xmlsec(pki: string, paths: string | readonly string[], n: number): string {
  const trust = ['--trusted-pem', join(pki, 'root.pem'), '--untrusted-pem', join(pki, 'chain.pem')]
  return run('xmlsec1', ['--verify', ...trust, ...idAttributes, '--node-xpath', `/*/*[local-name()='ChuKySo']/*[${n}]`, ...[paths].flat()])
    .text
}

/** Whether xmlsec1 accepts the n-th signature with all its references. */
export const xmlsecAccepts = (pki: string, path: string, n: number): boolean =>
  /^OK\nSignedInfo References \(ok\/all\): (\d+)\/\1\n/.test(xmlsec(pki, path, n))

/**
 * Whether xmlsec1 accepts every signature of each file. One process judges the n-th signature of many files and may stop at a bad
 * one: those behind it are asked again.
 */
export function xmlsecAll(pki: string, files: readonly { readonly path: string; readonly signatures: number }[]): readonly boolean[] {
  const refused = new Set<string>()
  const most = Math.max(...files.map(({ signatures }) => signatures))
  for (let n = 1; n <= most; n += 1) {
    let open = files.filter(({ path, signatures }) => signatures >= n && !refused.has(path)).map(({ path }) => path)
    while (open.length > 0) {
      const asked = open
      const answers = [...xmlsec(pki, asked, n).matchAll(/^(OK|FAIL)\nSignedInfo References \(ok\/all\): (\d+)\/(\d+)\n/gm)]
      answers.forEach(([, word, good, all], index) => {
        const path = asked[index]
        if (path !== undefined && (word !== 'OK' || good !== all)) refused.add(path)
      })
      const isStopped = answers.length < asked.length && answers.at(-1)?.[1] !== 'FAIL'
      const [unread] = asked.slice(answers.length)
      if (isStopped && unread !== undefined) refused.add(unread)
      open = asked.slice(answers.length + (isStopped ? 1 : 0))
    }
  }
  return files.map(({ path }) => !refused.has(path))
}

/** What pdfsig says: the fields of the valid signatures in order, and which of them covers the whole file. */
export function pdfSignatures(path: string): { readonly valid: readonly string[]; readonly whole: readonly string[] } {
  const parts = run('pdfsig', ['-no-ocsp', path])
    .text.split(/^Signature #\d+:$/m)
    .slice(1)
  const field = (part: string): string => /Signature Field Name: (\S+)/.exec(part)?.[1] ?? ''
  return {
    valid: parts.filter((part) => part.includes('Signature Validation: Signature is Valid.')).map(field),
    whole: parts.filter((part) => part.includes('- Total document signed')).map(field),
  }
}

/** The CMS of each signature of a PDF, in order, and what it signs. */
export function cmsIn(pdf: Uint8Array): readonly { readonly cms: Buffer; readonly content: Buffer }[] {
  const text = Buffer.from(pdf).toString('latin1')
  return [...text.matchAll(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/g)].map((match) => {
    const [, first = 0, second = 0, last = 0] = match.slice(1).map(Number)
    const hex = Buffer.from(text.slice(first + 1, second - 1), 'hex')
    const length = 4 + hex.readUInt16BE(2)
    return { cms: hex.subarray(0, length), content: Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + last)]) }
  })
}

/** What `openssl cms -verify -cades` says of one signature; `dir` takes two files. */
export function opensslCms(pki: string, dir: string, { cms, content }: { readonly cms: Buffer; readonly content: Buffer }): string {
  writeFileSync(join(dir, 'content'), content)
  writeFileSync(join(dir, 'cms'), cms)
  const files = ['-in', join(dir, 'cms'), '-content', join(dir, 'content'), '-out', '/dev/null', '-CAfile', join(pki, 'root.pem')]
  return run('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', ...files, '-purpose', 'any']).text
}

/** How many signatures of a PDF `openssl cms -verify -cades` accepts. */
export const cmsAccepts = (pki: string, dir: string, pdf: Uint8Array): number =>
  cmsIn(pdf).filter((one) => /CAdES Verification successful/.test(opensslCms(pki, dir, one))).length

/** A picture as bytes of grey, row by row. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** One page of a PDF as poppler draws it, in three channels. */
export function rasterise(path: string, page: number, dpi: number): Picture {
  const { stdout } = spawnSync(toolPath('pdftoppm'), ['-r', String(dpi), '-f', String(page), '-l', String(page), path], {
    maxBuffer: 256 * 1024 * 1024,
  })
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(stdout.subarray(0, 64).toString('latin1'))
  if (header === null) throw new TypeError('pdftoppm drew nothing')
  return { width: Number(header[1]), height: Number(header[2]), pixels: stdout.subarray(header[0].length) }
}

type Box = readonly [number, number, number, number]
type Wanted = (red: number, green: number, blue: number) => boolean

/** The smallest box around the wanted pixels of a box, in points from the lower left corner; `undefined` when there are none. */
export function extent(picture: Picture, dpi: number, [x0, y0, x1, y1]: Box, isWanted: Wanted): Box | undefined {
  const scale = dpi / 72
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let y = Math.round(picture.height - y1 * scale); y < Math.round(picture.height - y0 * scale); y++) {
    for (let x = Math.round(x0 * scale); x < Math.round(x1 * scale); x++) {
      const at = 3 * (y * picture.width + x)
      if (!isWanted(picture.pixels[at] ?? 255, picture.pixels[at + 1] ?? 255, picture.pixels[at + 2] ?? 255)) continue
      ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x + 1), Math.min(top, y), Math.max(bottom, y + 1)]
    }
  }
  if (left === Infinity) return undefined
  return [left / scale, (picture.height - bottom) / scale, right / scale, (picture.height - top) / scale]
}

/** How many pixels of a box satisfy the question; the box is in points from the lower left corner. */
export function count(picture: Picture, dpi: number, [x0, y0, x1, y1]: Box, isWanted: Wanted): number {
  const scale = dpi / 72
  let sum = 0
  for (let y = Math.round(picture.height - y1 * scale); y < Math.round(picture.height - y0 * scale); y++) {
    for (let x = Math.round(x0 * scale); x < Math.round(x1 * scale); x++) {
      const at = 3 * (y * picture.width + x)
      if (isWanted(picture.pixels[at] ?? 255, picture.pixels[at + 1] ?? 255, picture.pixels[at + 2] ?? 255)) sum += 1
    }
  }
  return sum
}
