import { describe, expect, it } from 'vitest'
import { signIn } from '../../support/school.ts'
import { playIn } from '../scene.ts'
import type { SheetWindow } from './sheet-window.ts'

const grid = '2025-6A.KHTN.HK2'
const columns = ['tx1', 'tx2', 'tx3', 'tx4', 'gk', 'ck'] as const
const seconds = Number(process.env['HOCBA_SOAK'] ?? '12')
const seed = Number(process.env['HOCBA_SEED'] ?? '20251122')

interface Line {
  readonly seq: number
  readonly actor: string
  readonly cell: string | null
  readonly after: number | null
  readonly won?: false
}

const scene = playIn()

/** mulberry32 */
function randomFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

async function history(): Promise<readonly Line[]> {
  return (await (await signIn(scene.url, 'gv.khtn1')).get<readonly Line[]>(`/api/grids/${grid}/history`)).body
}

const shown = (mark: number | null | undefined): string =>
  mark === null || mark === undefined ? '' : mark % 10 === 0 ? String(mark / 10) : `${Math.trunc(mark / 10)},${mark % 10}`

/** What one person typed: the cell and the mark, in the order of typing. */
type Typed = readonly [cell: string, mark: number]

/** Every window types marks of its own, so that none finds its mark standing there already: that would be no edit. */
async function typeAtRandom(sheet: SheetWindow, window: number, until: number): Promise<readonly Typed[]> {
  const random = randomFrom(seed + window)
  const typed: Typed[] = []
  let offline = false
  while (Date.now() < until) {
    const dice = random(20)
    if (dice === 0) {
      offline = !offline
      await sheet.window.context.setOffline(offline)
      continue
    }
    if (dice === 1 && !offline) {
      await sheet.page.reload()
      await sheet.cell('6A-01', 'tx1').waitFor()
      continue
    }
    const cell = `6A-${String(1 + random(8)).padStart(2, '0')}/${columns[random(columns.length)] ?? 'ck'}`
    const before = await sheet.text(cell)
    const mark = 3 * random(33) + window
    if (shown(mark) === before) continue
    await sheet.type(cell, shown(mark))
    typed.push([cell, mark])
  }
  if (offline) await sheet.window.context.setOffline(false)
  return typed
}

describe('soak', () => {
  it(
    `SOAK-1 three windows type at random for ${seconds} s with disconnections and reloads (seed ${seed}): all equal, equal to the log, nothing typed is missing`,
    async () => {
      const users = ['gv.khtn1', 'gv.khtn2', 'gv.khtn1'] as const
      const sheets = await Promise.all(users.map((user) => scene.sheet(user, grid)))
      const start = (await history()).at(-1)?.seq ?? 0
      const until = Date.now() + seconds * 1000
      const typed = await Promise.all(sheets.map((sheet, index) => typeAtRandom(sheet, index, until)))
      for (const sheet of sheets) await sheet.saved()

      const lines = await history()
      const fold = new Map(lines.filter((line) => line.cell !== null && line.won !== false).map((line) => [line.cell, line.after]))
      await expect
        .poll(
          async () => {
            const states = await Promise.all(sheets.map(shownCells))
            const wrong = states.flatMap((state, window) =>
              Object.entries(state).flatMap(([cell, text]) =>
                text === shown(fold.get(cell)) ? [] : [`window ${window} ${cell}: ${text} ≠ ${shown(fold.get(cell))}`],
              ),
            )
            return wrong
          },
          { timeout: 15_000 },
        )
        .toEqual([])

      const logged = lines.filter((line) => line.seq > start && line.cell !== null)
      for (const actor of new Set(users)) {
        const left = logged.filter((line) => line.actor === actor).map((line) => `${line.cell ?? ''}=${line.after ?? ''}`)
        const missing: string[] = []
        typed.forEach((entries, index) => {
          if (users[index] !== actor) return
          for (const [cell, mark] of entries) {
            const at = left.indexOf(`${cell}=${mark}`)
            if (at < 0) missing.push(`${cell}=${mark}`)
            else left.splice(at, 1)
          }
        })
        expect(missing, `typed by ${actor} and not in the history (seed ${seed})`).toEqual([])
        expect(left, `in the history and typed by nobody (seed ${seed})`).toEqual([])
      }
      expect(typed.flat().length).toBeGreaterThan(10)
    },
    (seconds + 120) * 1000,
  )
})

const shownCells = (sheet: SheetWindow): Promise<Record<string, string>> =>
  sheet.page.evaluate(
    (ids) =>
      Object.fromEntries(
        Array.from(document.querySelectorAll('[row-index][row-id]')).flatMap((row) =>
          ids.map((id) => [`${row.getAttribute('row-id') ?? ''}/${id}`, row.querySelector(`[col-id="${id}"]`)?.textContent?.trim() ?? '']),
        ),
      ),
    columns,
  )
