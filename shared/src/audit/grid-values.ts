import { AuditFault, type AuditPlace } from './fault.ts'
import type { AuditValue, Grids } from './grids.ts'
import type { Line } from './lines.ts'

/** The grid as the school shows it is the fold of its rows (I11). */
export function checkGrid(line: Line<'grid'>, grids: Grids, compared: Set<string>, at: AuditPlace): void {
  const place = { ...at, grid: line.grid }
  const fault = (cell?: string): AuditFault => new AuditFault('grid.values', cell === undefined ? place : { ...place, cell })
  const isNew = !grids.all.has(line.grid)
  const grid = grids.of(line.grid)
  if (isNew) grids.all.delete(line.grid)
  const isSame = line.state === grid.state && line.epoch === grid.epoch && line.seq === grid.seq && line.version === grid.versions.length
  if (compared.has(line.grid) || !isSame) throw fault()
  compared.add(line.grid)
  if (grid.partial) return
  const cell = firstDifference(line.cells, grid.cells) ?? firstDifference(line.remarks, grid.remarks)
  if (cell !== undefined) throw fault(cell)
}

/** Every grid that has rows is there. */
export function closeGrids({ all }: Grids, compared: ReadonlySet<string>): void {
  for (const { grid, last } of all.values()) {
    if (!compared.has(grid)) throw new AuditFault('grid.values', { line: last.line, entry: last.index, grid })
  }
}

function firstDifference(given: Readonly<Record<string, AuditValue>>, folded: ReadonlyMap<string, AuditValue>): string | undefined {
  const differing = Object.keys(given).filter((name) => given[name] !== folded.get(name))
  const missing = [...folded.keys()].filter((name) => !Object.hasOwn(given, name))
  return [...differing, ...missing].toSorted()[0]
}
