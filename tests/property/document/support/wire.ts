/** A small encoder of Yjs V1 updates that can also write what Yjs itself never would. */

export interface WireId {
  readonly client: number
  readonly clock: number
}

export interface WireStruct {
  /** Content kind: 0 GC, 1 deleted, 2 JSON, 3 binary, 4 string, 5 embed, 6 format, 7 type, 8 any, 9 doc, 10 skip. */
  kind: number
  origin?: WireId | undefined
  rightOrigin?: WireId | undefined
  root?: string | undefined
  parent?: WireId | undefined
  key?: string | undefined
  /** Length of GC, deleted and skip; with `any` it overrides the count of values. */
  length?: number | undefined
  values?: unknown[] | undefined
  /** What a string holds. */
  text?: string | undefined
  /** The reference of a type; `name` goes with an element (3) or a hook (5). */
  type?: { readonly ref: number; readonly name?: string | undefined } | undefined
}

export interface WireSection {
  client: number
  clock: number
  structs: WireStruct[]
  /** Overrides the count of structs. */
  count?: number | undefined
}

export interface WireDelete {
  client: number
  ranges: { clock: number; length: number }[]
}

export interface WireUpdate {
  sections: WireSection[]
  deletes: WireDelete[]
  tail?: number[] | undefined
}

export function varUint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128))
  return [...bytes, rest]
}

export const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)]
  return [...varUint(bytes.length), ...bytes]
}

function varInt(value: number): number[] {
  const size = Math.abs(value)
  const sign = value < 0 || Object.is(value, -0) ? 64 : 0
  return size < 64 ? [sign + size] : [128 + sign + (size % 64), ...varUint(Math.floor(size / 64))]
}

function float64(value: number): number[] {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return [...new Uint8Array(view.buffer)]
}

export function any(value: unknown): number[] {
  if (value === undefined) return [127]
  if (value === null) return [126]
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? [125, ...varInt(value)] : [123, ...float64(value)]
  if (typeof value === 'bigint') return [122, 0, 0, 0, 0, 0, 0, 0, Number(value & 127n)]
  if (typeof value === 'boolean') return [value ? 120 : 121]
  if (typeof value === 'string') return [119, ...text(value)]
  if (value instanceof Uint8Array) return [116, ...varUint(value.length), ...value]
  if (Array.isArray(value)) return [117, ...varUint(value.length), ...value.flatMap(any)]
  const members = Object.entries(value as Record<string, unknown>)
  return [118, ...varUint(members.length), ...members.flatMap(([key, member]) => [...text(key), ...any(member)])]
}

const id = ({ client, clock }: WireId): number[] => [...varUint(client), ...varUint(clock)]

function content(struct: WireStruct): number[] {
  const values = struct.values ?? [1]
  if (struct.kind === 1) return varUint(struct.length ?? 1)
  if (struct.kind === 2) return [...varUint(1), ...text('1')]
  if (struct.kind === 3) return [2, 1, 2]
  if (struct.kind === 4) return text(struct.text ?? 'abc')
  if (struct.kind === 5) return text('{}')
  if (struct.kind === 6) return [...text('bold'), ...text('true')]
  if (struct.kind === 7) return typed(struct)
  if (struct.kind === 9) return [...text('guid'), ...any({})]
  return [...varUint(struct.length ?? values.length), ...values.flatMap(any)]
}

function typed({ type, length }: WireStruct): number[] {
  if (type === undefined) return [length ?? 1]
  return [...varUint(type.ref), ...(type.name === undefined ? [] : text(type.name))]
}

function struct(value: WireStruct): number[] {
  const { kind, origin, rightOrigin, key, parent } = value
  if (kind === 0 || kind === 10) return [kind, ...varUint(value.length ?? 1)]
  const info = kind | (origin ? 128 : 0) | (rightOrigin ? 64 : 0) | (key === undefined ? 0 : 32)
  const bytes = [info]
  if (origin) bytes.push(...id(origin))
  if (rightOrigin) bytes.push(...id(rightOrigin))
  if (!origin && !rightOrigin) {
    if (parent) bytes.push(0, ...id(parent))
    else bytes.push(1, ...text(value.root ?? 'cells'))
    if (key !== undefined) bytes.push(...text(key))
  }
  return [...bytes, ...content(value)]
}

export function encode(update: WireUpdate): Uint8Array {
  const bytes = varUint(update.sections.length)
  for (const section of update.sections) {
    bytes.push(...varUint(section.count ?? section.structs.length), ...varUint(section.client), ...varUint(section.clock))
    for (const value of section.structs) bytes.push(...struct(value))
  }
  bytes.push(...varUint(update.deletes.length))
  for (const { client, ranges } of update.deletes) {
    bytes.push(...varUint(client), ...varUint(ranges.length))
    for (const range of ranges) bytes.push(...varUint(range.clock), ...varUint(range.length))
  }
  return Uint8Array.from([...bytes, ...(update.tail ?? [])])
}
