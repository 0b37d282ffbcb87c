import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { type WorkbookSheet, readWorkbookWith } from '@hocba/shared/workbook'
import readXlsxFile from 'read-excel-file/node'

const inflateOf = promisify(inflateRaw)

/** Reads an .xlsx file of unknown origin; a damaged, encrypted or foreign file is `workbook.corrupt`. */
export const readWorkbook = (bytes: Uint8Array): Promise<readonly WorkbookSheet[]> =>
  readWorkbookWith(
    {
      inflate: (packed, limit) => inflateOf(packed, { maxOutputLength: limit }),
      parse: (archive) => readXlsxFile(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)),
    },
    bytes,
  )
