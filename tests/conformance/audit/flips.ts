import { sha256 } from './forge.ts'

/** A tampered export and what a verifier must say of it. */
export interface Tampered {
  readonly name: string
  readonly bytes: Buffer
  /** Checkpoints given beside it. */
  readonly notes?: readonly string[]
  readonly expected: Expected
}

export type Expected =
  | { readonly whole: true; readonly lost?: number; readonly size?: number }
  | {
      readonly check: string
      readonly line?: number
      readonly entry?: number
      readonly grid?: string
      readonly cell?: string
      readonly note?: number
    }

/** Whole numbers below `n`, the same every time. */
export type Random = (n: number) => number

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** The JSON of every line. */
export const textsOf = (bytes: Buffer): readonly string[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(0, -65))

/** Lines with hashes that fit. */
export function chained(texts: readonly string[]): Buffer {
  let before: Buffer = Buffer.alloc(32)
  return Buffer.concat(
    texts.map((text) => {
      const json = Buffer.from(text)
      before = sha256(Buffer.concat([before, json]))
      return Buffer.concat([json, Buffer.from(` ${before.toString('hex')}\n`)])
    }),
  )
}

/** A place in a line: member names, and indexes of arrays. */
export type Path = readonly (string | number)[]

/** Every place that holds a plain value. */
export function* leavesOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path
  else for (const [name, part] of Object.entries(value)) yield* leavesOf(part, [...path, Array.isArray(value) ? Number(name) : name])
}

/** The kind of a place: which element of a list, and which cell or student, makes no difference. */
export const kindOf = (path: Path): string =>
  path.map((part, at) => (typeof part === 'number' ? '[]' : ['cells', 'remarks'].includes(String(path[at - 1])) ? '*' : part)).join('.')

/** The JSON with another value at that place. */
export function flipped(text: string, path: Path, random: Random): string {
  const line = JSON.parse(text) as object
  let holder = line as Record<string | number, unknown>
  for (const part of path.slice(0, -1)) holder = holder[part] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  holder[last] = other(holder[last], random)
  return JSON.stringify(line)
}

function other(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string' || value === '') return 'x'
  // An ASCII letter or digit becomes its neighbour; where there is none the text grows.
  const places = [...value.matchAll(/[0-8a-eg-yA-Y]/g)].map((match) => match.index)
  const at = places[random(places.length)]
  if (at === undefined) return `${value}x`
  return value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) + 1) + value.slice(at + 1)
}
