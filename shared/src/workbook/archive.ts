import { Fault } from '../core/fault.ts'
import { crc32 } from './checksum.ts'

export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Raw DEFLATE as the program's platform has it; a result longer than `limit` is a `RangeError`, damage any other error. */
export type Inflate = (packed: Uint8Array, limit: number) => Promise<Uint8Array>

/** A school's workbook is a few hundred KiB; a zip bomb stops here before it fills the memory. */
export const archiveLimits = { fileBytes: 16 * 1024 * 1024, unpackedBytes: 32 * 1024 * 1024, entries: 1000 } as const

const sizes = { local: 30, central: 46, end: 22, comment: 0xffff } as const
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const

const corrupt = (cause: string): Fault => new Fault('workbook.corrupt', { cause: new Error(cause) })
const tooLarge = (): Fault => new Fault('request.too-large', { detail: 'Tệp quá lớn: tối đa 16 MiB, và 32 MiB sau khi giải nén.' })

/** The XML parts of a workbook, unpacked within the limits; sizes are enforced while inflating, never believed. */
export async function unpackArchive(file: Uint8Array, inflate: Inflate): Promise<readonly ArchiveEntry[]> {
  if (file.byteLength > archiveLimits.fileBytes) throw tooLarge()
  try {
    return await readEntries(file, inflate)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('workbook.corrupt', { cause: error })
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

async function readEntries(file: Uint8Array, inflate: Inflate): Promise<readonly ArchiveEntry[]> {
  const view = viewOf(file)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > archiveLimits.entries) throw tooLarge()
  const entries = new Map<string, ArchiveEntry>()
  let left: number = archiveLimits.unpackedBytes
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    const header = readHeader(file, view, at)
    at = header.next
    if (!isPart(header)) continue
    if (entries.has(header.name)) throw corrupt('two entries have one name')
    const bytes = await unpack(file, view, header, left, inflate)
    entries.set(header.name, { name: header.name, bytes })
    left -= bytes.byteLength
  }
  return [...entries.values()]
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - sizes.end - sizes.comment)
  for (let at = view.byteLength - sizes.end; at >= first; at--) {
    if (view.getUint32(at, true) === signatures.end) return at
  }
  throw corrupt('no end of central directory')
}

interface Header {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly checksum: number
  readonly packedSize: number
  readonly local: number
  /** Where the next header of the directory begins. */
  readonly next: number
}

function readHeader(file: Uint8Array, view: DataView, at: number): Header {
  if (view.getUint32(at, true) !== signatures.central) throw corrupt('no central directory header')
  const nameEnd = at + sizes.central + view.getUint16(at + 28, true)
  return {
    name: new TextDecoder().decode(file.subarray(at + sizes.central, nameEnd)),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    local: view.getUint32(at + 42, true),
    next: nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true),
  }
}

/** Pictures and printer settings are passed over. */
const isPart = ({ name }: Header): boolean => /\.(?:xml|rels)$/i.test(name)

async function unpack(file: Uint8Array, view: DataView, header: Header, left: number, inflate: Inflate): Promise<Uint8Array> {
  const { flags, method, local, packedSize, checksum } = header
  if ((flags & 1) === 1) throw corrupt('encrypted entry')
  if (view.getUint32(local, true) !== signatures.local) throw corrupt('no local header')
  const start = local + sizes.local + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const content = await expand(file.subarray(start, start + packedSize), method, left, inflate)
  if (crc32(content) !== checksum) throw corrupt('checksum mismatch')
  return content
}

async function expand(packed: Uint8Array, method: number, left: number, inflate: Inflate): Promise<Uint8Array> {
  if (left <= 0 || (method === 0 && packed.byteLength > left)) throw tooLarge()
  if (method === 0) return packed
  if (method !== 8) throw corrupt(`compression method ${method}`)
  try {
    return await inflate(packed, left)
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge()
    throw error
  }
}

/** An archive of the same entries without compression and with true sizes, for a reader that believes what an archive says. */
export function packStored(entries: readonly ArchiveEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const nameBytes = new TextEncoder().encode(name)
    const common = commonHeader(nameBytes, bytes)
    parts.push(uint32(signatures.local), common, nameBytes, bytes)
    directory.push(uint32(signatures.central), Uint8Array.of(20, 0), common, new Uint8Array(10), uint32(offset), nameBytes)
    offset += sizes.local + nameBytes.byteLength + bytes.byteLength
  }
  const listing = concat(directory)
  const end = new Uint8Array(sizes.end)
  const view = viewOf(end)
  view.setUint32(0, signatures.end, true)
  view.setUint16(8, entries.length, true)
  view.setUint16(10, entries.length, true)
  view.setUint32(12, listing.byteLength, true)
  view.setUint32(16, offset, true)
  return concat([...parts, listing, end])
}

/** The 26 bytes that the local and the central header share, from the version needed to the length of the extra field. */
function commonHeader(name: Uint8Array, bytes: Uint8Array): Uint8Array {
  const header = new Uint8Array(26)
  const view = viewOf(header)
  view.setUint16(0, 20, true)
  view.setUint16(2, 0x0800, true)
  view.setUint32(10, crc32(bytes), true)
  view.setUint32(14, bytes.byteLength, true)
  view.setUint32(18, bytes.byteLength, true)
  view.setUint16(22, name.byteLength, true)
  return header
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value, true)
  return bytes
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
