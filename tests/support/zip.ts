import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: string | Buffer
  /** What the headers claim, for archives that lie. */
  readonly claim?: { readonly size?: number; readonly crc?: number; readonly flags?: number; readonly method?: number }
}

/** A zip archive, deflated, honest unless told otherwise. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, claim = {} } of parts) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(claim.flags ?? 0, 2)
    common.writeUInt16LE(claim.method ?? 8, 4)
    common.writeUInt32LE(claim.crc ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.byteLength, 14)
    common.writeUInt32LE(claim.size ?? bytes.byteLength, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    local.push(Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed)
    central.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, tail, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.byteLength
  }
  const listing = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(listing.byteLength, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, listing, Buffer.from('PK\u0005\u0006'), end])
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>'

/** The least an .xlsx file consists of, with the given content of `<sheetData>`. */
export const workbookParts = (sheetData: string, sheetName = '2025-6A.TOAN.HK1'): readonly ZipPart[] => [
  {
    name: 'xl/workbook.xml',
    content: `${xml}<workbook xmlns:r="r"><sheets><sheet name="${sheetName}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: `${xml}<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
  { name: 'xl/worksheets/sheet1.xml', content: `${xml}<worksheet><sheetData>${sheetData}</sheetData></worksheet>` },
]
