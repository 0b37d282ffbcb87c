import type { Picture } from './outside.ts'

/** Reads a QR code (ISO/IEC 18004) off a clean, upright picture: versions 22 to 40, level M, alphanumeric; no repair. */
export function readQr(picture: Picture): string {
  const modules = modulesOf(picture)
  const version = (modules.length - 17) / 4
  const format = formatOf(modules)
  if (format >> 3 !== 0) throw new TypeError('not of level M')
  return textOf(dataOf(codewordsOf(modules, version, format & 7), version), version)
}

interface Point {
  readonly x: number
  readonly y: number
  /** Pixels a module. */
  readonly unit: number
}

function modulesOf(picture: Picture): readonly (readonly boolean[])[] {
  const dark = (x: number, y: number): boolean => (picture.pixels[3 * (Math.round(y) * picture.width + Math.round(x))] ?? 255) < 128
  const finders = findersIn(picture, dark)
  const left = Math.min(...finders.map(({ x }) => x))
  const right = Math.max(...finders.map(({ x }) => x))
  const top = Math.min(...finders.map(({ y }) => y))
  const rough = finders.reduce((sum, { unit }) => sum + unit, 0) / finders.length
  // Row 6 between two finders: the lower edges of both, and every other module between them is dark.
  const timing = edgesOf(Math.round(right - left + 8 * rough), (along) => dark(left - 4 * rough + along, top + 3 * rough))
  const size = timing.length + 11
  const unit = (right - left) / (size - 7)
  const at = (module: number): number => (module - 3) * unit
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => dark(left + at(column), top + at(row))))
}

/** Middles of squares whose dark and light lie as 1:1:3:1:1 across and down. */
function findersIn({ width, height }: Picture, dark: (x: number, y: number) => boolean): readonly Point[] {
  const found: Point[] = []
  for (let y = 0; y < height; y += 2) {
    const edges = edgesOf(width, (x) => dark(x, y))
    for (let at = 0; at + 5 < edges.length; at += 1) {
      const [start = 0, , , , , end = 0] = edges.slice(at, at + 6)
      const unit = (end - start) / 7
      const x = (start + end - 1) / 2
      if (unit < 3 || !dark(start, y) || !isFinder(edges.slice(at, at + 6), unit)) continue
      const column = edgesOf(Math.round(8 * unit), (down) => dark(x, y - 4 * unit + down))
      if (column.length === 6 && isFinder(column, unit)) {
        const middle = y - 4 * unit + ((column[0] ?? 0) + (column[5] ?? 0) - 1) / 2
        if (isWhole(dark, x, middle, unit)) found.push({ x, y: middle, unit })
      }
    }
  }
  if (found.length === 0) throw new TypeError('no finder pattern')
  return found
}

/** All seven by seven modules: dark ring, light ring, dark heart. */
const isWhole = (dark: (x: number, y: number) => boolean, x: number, y: number, unit: number): boolean =>
  ring.every((dy) => ring.every((dx) => dark(x + dx * unit, y + dy * unit) === (Math.max(Math.abs(dx), Math.abs(dy)) !== 2)))

const ring = [-3, -2, -1, 0, 1, 2, 3]

const isFinder = (edges: readonly number[], unit: number): boolean =>
  [1, 1, 3, 1, 1].every((width, at) => Math.abs((edges[at + 1] ?? 0) - (edges[at] ?? 0) - width * unit) < unit * 0.6)

/** Where light and dark change, from left to right. */
function edgesOf(length: number, dark: (at: number) => boolean): readonly number[] {
  const edges: number[] = []
  for (let at = 0, was = false; at < length; at += 1) {
    const is = dark(at)
    if (is !== was) edges.push(at)
    was = is
  }
  return edges
}

/** Level and mask, beside the upper left finder. */
const formatOf = (modules: readonly (readonly boolean[])[]): number =>
  [0, 1, 2, 3, 4].reduce((sum, x) => sum * 2 + Number(modules[8]?.[x] === true), 0) ^ 0b10101

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function codewordsOf(modules: readonly (readonly boolean[])[], version: number, mask: number): readonly number[] {
  const size = modules.length
  const centres = alignment(version, size)
  const isOfPattern = (x: number, y: number): boolean =>
    (x < 9 && y < 9) ||
    (x < 9 && y >= size - 8) ||
    (x >= size - 8 && y < 9) ||
    x === 6 ||
    y === 6 ||
    (x < 6 && y >= size - 11) ||
    (y < 6 && x >= size - 11) ||
    centres.some((cx) => centres.some((cy) => !atFinder(cx, cy, size) && Math.abs(x - cx) < 3 && Math.abs(y - cy) < 3))
  const bits: number[] = []
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    const isUpward = ((right + 1) & 2) === (right < 6 ? 2 : 0) ? right >= 6 : right < 6
    for (let step = 0; step < size; step += 1)
      for (const x of [right, right - 1]) {
        const y = isUpward ? size - 1 - step : step
        if (!isOfPattern(x, y)) bits.push(Number((modules[y]?.[x] === true) !== masks[mask]?.(x, y)))
      }
  }
  return Array.from({ length: bits.length >> 3 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0))
}

const atFinder = (x: number, y: number, size: number): boolean =>
  (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)

function alignment(version: number, size: number): readonly number[] {
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((size - 13) / (2 * count - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - at * step).toReversed()]
}

/** Blocks of versions 22 to 40 at level M, each with 28 words of repair. */
const blocks = [17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49]
const repair = 28

/** Blocks lie interleaved, the shorter ones first. */
function dataOf(words: readonly number[], version: number): readonly number[] {
  const count = blocks[version - 22] ?? 0
  const short = Math.floor(words.length / count) - repair
  const longer = words.length % count
  const all: number[][] = Array.from({ length: count }, () => [])
  let next = 0
  for (let at = 0; at <= short; at += 1)
    all.forEach((block, index) => {
      if (at < short || index >= count - longer) block.push(words[next++] ?? 0)
    })
  return all.flat()
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function textOf(words: readonly number[], version: number): string {
  const bits = words.map((word) => word.toString(2).padStart(8, '0')).join('')
  const take = (from: number, length: number): number => Number.parseInt(bits.slice(from, from + length), 2)
  if (take(0, 4) !== 2) throw new TypeError('not alphanumeric')
  const width = version < 27 ? 11 : 13
  const length = take(4, width)
  let text = ''
  for (let at = 4 + width; text.length + 1 < length; at += 11) {
    const pair = take(at, 11)
    text += `${letters[Math.floor(pair / 45)] ?? ''}${letters[pair % 45] ?? ''}`
  }
  return length % 2 === 0 ? text : text + (letters[take(4 + width + 11 * (text.length / 2), 6)] ?? '')
}
