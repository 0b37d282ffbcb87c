import type { Arsenal, Attack } from './attacks.ts'
import { type Judge, type Sentence, limits } from './judge.ts'

export interface Outcome {
  readonly attacks: number
  /** Steps that found nothing to change made no file. */
  readonly empty: number
  readonly slowest: { readonly name: string; readonly milliseconds: number }
  /** Attacks that were not refused, or cost too much. */
  readonly survivors: readonly string[]
  /** How often each line of the report was the one that failed first. */
  readonly lines: ReadonlyMap<string, number>
  /** The file that took most memory. */
  readonly greediest: { readonly name: string; readonly bytes: number }
}

/** Judges attacks by number; an attack survives when its file is not refused by a named line, within its time and memory. */
export async function siege(
  judge: Judge,
  attacks: Iterable<Attack | undefined>,
  tell: (done: number) => void = () => undefined,
): Promise<Outcome> {
  const survivors: string[] = []
  const lines = new Map<string, number>()
  let [made, empty] = [0, 0]
  let greediest = { name: '', bytes: 0 }
  let slowest = { name: '', milliseconds: 0 }
  for (const attack of attacks) {
    if (attack === undefined) {
      empty += 1
      continue
    }
    const sentence = await judge.judge(attack.file)
    const fault = faultOf(sentence)
    if (fault !== undefined) survivors.push(`${attack.name}: ${fault}`)
    if (sentence.milliseconds > slowest.milliseconds) slowest = { name: attack.name, milliseconds: sentence.milliseconds }
    if (sentence.bytes > greediest.bytes) greediest = { name: attack.name, bytes: sentence.bytes }
    const [line = 'none'] = sentence.failed
    lines.set(line, (lines.get(line) ?? 0) + 1)
    made += 1
    tell(made)
  }
  return { attacks: made, empty, slowest, survivors, lines, greediest }
}

function faultOf({ verdict, failed, milliseconds, bytes }: Sentence): string | undefined {
  if (verdict !== 'invalid' || failed.length === 0) return `${verdict} by ${failed.join()}`
  if (milliseconds > limits.milliseconds) return `${Math.round(milliseconds)} ms`
  if (bytes > limits.mebibytes * 2 ** 20) return `${Math.round(bytes / 2 ** 20)} MiB`
  return undefined
}

export function* numbered(arsenal: Arsenal, seed: number, from: number, to: number): Iterable<Attack | undefined> {
  for (let n = from; n < to; n += 1) yield arsenal.attack(seed, n)
}
