import { advice } from './advice.ts'
import { type Check, type CheckId, type Outcome, check, checkIds } from './report.ts'

interface Finding {
  readonly outcome: Outcome
  readonly detail: string
}

const weight: Readonly<Record<Outcome, number>> = { failed: 5, unknown: 4, revoked: 3, superseded: 2, note: 1, passed: 0 }

/** Thrown after a failed line when nothing later can be looked at. */
export class Halt extends Error {
  override readonly name = 'Halt'
}

/**
 * Collects what is found, line by line. A line that was announced and never concluded counts as failed:
 * an exception anywhere can only make a report worse.
 */
export class Journal {
  readonly #findings = new Map<CheckId, Finding[]>()
  readonly #announced = new Set<CheckId>()
  #failures = 0

  /** The lines that this kind of file will have. */
  announce(ids: readonly CheckId[]): void {
    for (const id of ids) this.#announced.add(id)
  }

  add(id: CheckId, outcome: Outcome, detail: string): void {
    if (outcome === 'failed') this.#failures += 1
    const list = this.#findings.get(id)
    if (list) list.push({ outcome, detail })
    else this.#findings.set(id, [{ outcome, detail }])
  }

  fail(id: CheckId, detail: string): void {
    this.add(id, 'failed', detail)
  }

  /** Fails the line unless `holds`; gives back whether it holds. */
  require(id: CheckId, holds: boolean, detail: string): boolean {
    if (!holds) this.fail(id, detail)
    return holds
  }

  /** Closes a line with its good news; worse findings on it keep the upper hand. */
  pass(id: CheckId, detail: string): void {
    this.add(id, 'passed', detail)
  }

  halt(id: CheckId, detail: string): never {
    this.fail(id, detail)
    throw new Halt(id)
  }

  /** Something unexpected was thrown: whatever was not concluded has failed. */
  abort(): void {
    for (const id of this.#announced) if (!this.#findings.has(id)) this.fail(id, 'Mục này không kiểm tra được; coi như không đạt.')
    if (!this.failed) this.fail('input.size', 'Chương trình không kiểm tra được tệp này.')
  }

  get failed(): boolean {
    return this.failures > 0
  }

  /** How much was found wrong so far: what is judged between two looks at it is sound when it has not grown. */
  get failures(): number {
    return this.#failures
  }

  /** Whether the file itself is broken, so that no signature in it says what it seems to say. */
  get broken(): boolean {
    return [...this.#findings].some(([id, list]) => /^(?:xml|pdf|cms|data)\./.test(id) && list.some(({ outcome }) => outcome === 'failed'))
  }

  /** One line an id, in the order of the list, each with its worst findings. */
  checks(): readonly Check[] {
    return checkIds.flatMap((id) => {
      const found = this.#findings.get(id)
      if (found) return [summarize(id, found)]
      if (!this.#announced.has(id)) return []
      return [
        this.failed
          ? check(id, 'note', 'Chưa kiểm tra được vì một mục khác không đạt.')
          : check(id, 'failed', `Mục này không kiểm tra được; coi như không đạt. ${advice[id]}`),
      ]
    })
  }
}

/** A hostile file may break one rule thousands of times. */
const detailLimit = 8

function summarize(id: CheckId, findings: readonly Finding[]): Check {
  const worst = findings.reduce((a, b) => (weight[b.outcome] > weight[a.outcome] ? b : a))
  const details = new Set(findings.filter(({ outcome }) => outcome === worst.outcome).map(({ detail }) => detail))
  const said = [...details].slice(0, detailLimit).join(' ')
  return check(id, worst.outcome, weight[worst.outcome] > weight.note ? `${said} ${advice[id]}` : said)
}
