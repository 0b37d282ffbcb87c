import { type WorkbookSheet, readWorkbookWith } from '@hocba/shared/workbook'
import readXlsxFile from 'read-excel-file/universal' // the build for browsers starts workers from blobs, which our content policy forbids

/** Reads an .xlsx file of unknown origin within the limits of the server's importer. */
export const readWorkbook = (bytes: Uint8Array): Promise<readonly WorkbookSheet[]> =>
  readWorkbookWith({ inflate, parse: (archive) => readXlsxFile(archive.buffer) }, bytes)

async function inflate(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = stream.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer())
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw new RangeError('more than the limit')
    }
    chunks.push(value)
  }
}
