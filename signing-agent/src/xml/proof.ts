import type { LogProof } from '@hocba/shared/log'

const pattern =
  /^<\/MaBam><NhatKy><ViTri>(\d{1,15})<\/ViTri><Muc>([^<]*)<\/Muc><DuongDan>((?:<Nut>[0-9a-f]{64}<\/Nut>)*)<\/DuongDan><MocNhatKy>([^<]*)<\/MocNhatKy><\/NhatKy>/

/**
 * What the file's first signer put there of the log: every later signer signs the same bytes. Whoever calls this writes the data
 * element anew with it and compares, so that only the agent's own spelling counts.
 */
export function proofIn(xml: Uint8Array): LogProof | undefined {
  const file = Buffer.from(xml.buffer, xml.byteOffset, xml.length)
  const start = file.indexOf('</MaBam>')
  const end = file.indexOf('</NhatKy>', start) + '</NhatKy>'.length
  const [whole, index, leaf = '', path = '', note = ''] = pattern.exec(file.toString('utf8', start, end)) ?? []
  if (whole === undefined) return undefined
  return { index: Number(index), leaf: plain(leaf), path: path.match(/[0-9a-f]{64}/g) ?? [], note: plain(note) }
}

const letters: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#xD;': '\r' }

const plain = (text: string): string => text.replace(/&(?:lt|gt|amp|#xD);/g, (escape) => letters[escape] ?? escape)
