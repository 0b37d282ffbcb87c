/** Files that travel together, by name; `null` says that there is none. */
export type Bundled<Name extends string = string> = Readonly<Record<Name, Uint8Array | null>>

const lineFeed = 0x0a
const longestHead = 1_000_000

/**
 * A line of JSON, `{"head":…,"files":[["xml",29000],["pdf",null]]}`, and the files one after the other: as JSON they would be a third
 * longer, and read letter by letter.
 */
export function writeBundle(head: unknown, files: Bundled): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files)
  const line = new TextEncoder().encode(`${JSON.stringify({ head, files: entries.map(([name, file]) => [name, file?.length ?? null]) })}\n`)
  const whole = new Uint8Array(entries.reduce((sum, [, file]) => sum + (file?.length ?? 0), line.length))
  whole.set(line)
  let at = line.length
  for (const [, file] of entries) {
    if (file === null) continue
    whole.set(file, at)
    at += file.length
  }
  return whole
}

export interface Bundle<Name extends string> {
  /** Of any shape. */
  readonly head: unknown
  readonly files: Bundled<Name>
}

/** The files of these names, in this order, and nothing after them; `undefined` for anything else. The files are views of `bytes`. */
export function readBundle<Name extends string>(bytes: Uint8Array, names: readonly Name[]): Bundle<Name> | undefined {
  const end = bytes.subarray(0, longestHead).indexOf(lineFeed)
  const line = end < 0 ? undefined : parse(bytes.subarray(0, end))
  if (line === undefined || line.files.length !== names.length) return undefined
  const files: Partial<Record<Name, Uint8Array | null>> = {}
  let at = end + 1
  for (const [index, name] of names.entries()) {
    const [given, length] = line.files[index] ?? []
    if (given !== name || (length !== null && !isLength(length))) return undefined
    files[name] = length === null ? null : bytes.subarray(at, at + length)
    at += length ?? 0
  }
  return at === bytes.length ? { head: line.head, files: files as Bundled<Name> } : undefined
}

const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

function parse(line: Uint8Array): { readonly head: unknown; readonly files: readonly (readonly unknown[])[] } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
    if (typeof value !== 'object' || value === null || !('head' in value) || !('files' in value)) return undefined
    const { head, files } = value
    return Array.isArray(files) && files.every(Array.isArray) ? { head, files } : undefined
  } catch {
    return undefined
  }
}
