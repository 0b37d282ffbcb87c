import { crc32, inflateRawSync } from 'node:zlib'
import { Fault } from '@hocba/shared/core'

export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Buffer
}

/** A school's workbook is a few hundred KiB; a zip bomb stops here before it fills the memory. */
export const archiveLimits = { fileBytes: 16 * 1024 * 1024, unpackedBytes: 32 * 1024 * 1024, entries: 1000 } as const

const sizes = { local: 30, central: 46, end: 22, comment: 0xffff } as const
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const

const corrupt = (cause: string): Fault => new Fault('workbook.corrupt', { cause: new Error(cause) })
const tooLarge = (): Fault => new Fault('request.too-large', { detail: 'Tệp quá lớn: tối đa 16 MiB, và 32 MiB sau khi giải nén.' })

/** The XML parts of a workbook, unpacked within the limits; sizes are enforced while inflating, never believed. */
export function unpackArchive(file: Uint8Array): readonly ArchiveEntry[] {
  if (file.byteLength > archiveLimits.fileBytes) throw tooLarge()
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  try {
    return readEntries(bytes)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('workbook.corrupt', { cause: error })
  }
}

function readEntries(bytes: Buffer): readonly ArchiveEntry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > archiveLimits.entries) throw tooLarge()
  const entries = new Map<string, ArchiveEntry>()
  let left: number = archiveLimits.unpackedBytes
  let at = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(bytes, at, left)
    at = next
    if (!entry) continue
    if (entries.has(entry.name)) throw corrupt('two entries have one name')
    entries.set(entry.name, entry)
    left -= entry.bytes.byteLength
  }
  return [...entries.values()]
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.byteLength - sizes.end - sizes.comment)
  for (let at = bytes.byteLength - sizes.end; at >= first; at--) {
    if (bytes.readUInt32LE(at) === signatures.end) return at
  }
  throw corrupt('no end of central directory')
}

/** Reads one entry of the central directory; pictures and printer settings are passed over. */
function readEntry(bytes: Buffer, at: number, left: number): { readonly entry: ArchiveEntry | undefined; readonly next: number } {
  if (bytes.readUInt32LE(at) !== signatures.central) throw corrupt('no central directory header')
  const nameEnd = at + sizes.central + bytes.readUInt16LE(at + 28)
  const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const name = bytes.toString('utf8', at + sizes.central, nameEnd)
  if (!/\.(?:xml|rels)$/i.test(name)) return { entry: undefined, next }
  if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw corrupt('encrypted entry')
  const method = bytes.readUInt16LE(at + 10)
  const local = bytes.readUInt32LE(at + 42)
  if (bytes.readUInt32LE(local) !== signatures.local) throw corrupt('no local header')
  const start = local + sizes.local + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const content = inflate(bytes.subarray(start, start + bytes.readUInt32LE(at + 20)), method, left)
  if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw corrupt('checksum mismatch')
  return { entry: { name, bytes: content }, next }
}

function inflate(packed: Buffer, method: number, left: number): Buffer {
  if (left <= 0 || (method === 0 && packed.byteLength > left)) throw tooLarge()
  if (method === 0) return packed
  if (method !== 8) throw corrupt(`compression method ${method}`)
  try {
    return inflateRawSync(packed, { maxOutputLength: left })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge()
    throw error
  }
}

/** An archive of the same entries without compression and with true sizes, for a reader that believes what an archive says. */
export function packStored(entries: readonly ArchiveEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name)
    const common = commonHeader(nameBytes, bytes)
    parts.push(uint32(signatures.local), common, nameBytes, bytes)
    directory.push(uint32(signatures.central), Buffer.from([20, 0]), common, Buffer.alloc(10), uint32(offset), nameBytes)
    offset += sizes.local + nameBytes.byteLength + bytes.byteLength
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(sizes.end)
  end.writeUInt32LE(signatures.end, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listing.byteLength, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}

/** The 26 bytes that the local and the central header share, from the version needed to the length of the extra field. */
function commonHeader(name: Buffer, bytes: Buffer): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(0x0800, 2)
  header.writeUInt32LE(crc32(bytes), 10)
  header.writeUInt32LE(bytes.byteLength, 14)
  header.writeUInt32LE(bytes.byteLength, 18)
  header.writeUInt16LE(name.byteLength, 22)
  return header
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}
