import { connect } from 'node:net'
import { expect } from 'vitest'
import { type RunningSchool, type Signed, freePort, signIn, startSchool } from '../../support/school.ts'
import { Companion } from './companion.ts'

export const grid = '2025-6A.TOAN.HK2'
export const remarks = `${grid}.remarks`

/** An honest acknowledgement never takes longer, in milliseconds (I10). */
const patience = 1000
/** On a machine that is busy with other things: so many times what an edit takes there without any attack. */
const slowness = 10
/** What a refused input may leave in the server's memory, in bytes (I8). */
const tolerance = 2 ** 20

interface Row {
  readonly seq: number
  readonly actor: string
  readonly cell: string | null
}

/** All that a person can see of the grid. */
interface Sight {
  readonly rows: readonly Row[]
  readonly values: Readonly<Record<string, unknown>>
  readonly remarks: unknown
}

/** A running school under attack, and an honest teacher who goes on writing meanwhile. */
export class Siege {
  readonly school: RunningSchool
  /** The teacher of the grid; the homeroom teacher, who may only read it; somebody with no right on it. */
  readonly teacher: Signed
  readonly reader: Signed
  readonly stranger: Signed
  readonly companion: Companion
  readonly #probe: number
  /** The slowest edit without an attack so far, in milliseconds. */
  #usual = 0

  private constructor(school: RunningSchool, people: readonly [Signed, Signed, Signed], companion: Companion, probe: number) {
    this.school = school
    const [teacher, reader, stranger] = people
    this.teacher = teacher
    this.reader = reader
    this.stranger = stranger
    this.companion = companion
    this.#probe = probe
  }

  static async begin(): Promise<Siege> {
    const probe = await freePort()
    const shim = new URL('memory-probe.mjs', import.meta.url).href
    const school = await startSchool({ agent: false, env: { HOCBA_TEST_PROBE: String(probe), NODE_OPTIONS: `--import ${shim}` } })
    const signed = (user: string): Promise<Signed> => signIn(school.url, user)
    const people = [await signed('gv.toan'), await signed('gv.van'), await signed('gv.anh')] as const
    const siege = new Siege(school, people, await Companion.join(school, people[0], grid), probe)
    // What the first calls leave in the caches of the machine is no one's fault.
    await siege.withstands(() => siege.companion.served(60), { bytes: Infinity })
    return siege
  }

  get wsUrl(): string {
    return this.school.url.replace('http', 'ws')
  }

  async end(): Promise<void> {
    this.companion.leave()
    await this.school.stop()
  }

  /**
   * Runs an attack while the companion writes. Afterwards every edit of the companion was acknowledged in time, and document, log
   * and memory hold what they held before, and these edits. Returns what the attack says.
   */
  async withstands<T>(attack: () => Promise<T>, { bytes = tolerance }: { readonly bytes?: number } = {}): Promise<T> {
    for (let edit = 0; edit < 3; edit += 1) this.#usual = Math.max(this.#usual, await this.companion.edit())
    const before = await this.#see()
    const memory = await this.#memory()
    const served = this.companion.writeUntil()
    const said = await attack()
    const waits = await served.stop()
    expect(Math.max(...waits), 'an honest edit is acknowledged within a second (I10)').toBeLessThan(
      Math.max(patience, slowness * this.#usual),
    )
    this.#compare(before, await this.#see(), waits.length)
    await this.#expectMemory(memory + bytes)
    expect(this.school.output(), 'the server has nothing to complain of').toBe('')
    return said
  }

  async #see(): Promise<Sight> {
    const [rows, values, texts] = await Promise.all([
      this.teacher.get<readonly Row[]>(`/api/grids/${grid}/history`),
      this.teacher.get<{ readonly values: Record<string, unknown> }>(`/api/grids/${grid}/values`),
      this.teacher.get(`/api/grids/${grid}/remarks`),
    ])
    const { [this.companion.cell]: _, ...others } = values.body.values
    return { rows: rows.body, values: others, remarks: texts.body }
  }

  #compare(before: Sight, after: Sight, edits: number): void {
    const known = before.rows.length
    expect(after.rows.slice(0, known), 'what was logged stays (I8)').toEqual(before.rows)
    expect(after.rows.length - known, 'the log has grown by the honest edits alone (I8)').toBe(edits)
    const foreign = after.rows.slice(known).filter(({ actor, cell }) => actor !== this.teacher.user || cell !== this.companion.cell)
    expect(foreign).toEqual([])
    expect(after.values, 'no other value has changed (I8)').toEqual(before.values)
    expect(after.remarks).toEqual(before.remarks)
  }

  /** Sockets that are being closed hold their memory for a moment. */
  async #expectMemory(most: number): Promise<void> {
    const until = performance.now() + 5000
    let memory = await this.#memory()
    while (memory > most && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      memory = await this.#memory()
    }
    expect(memory / 2 ** 20, 'megabytes in use after the attack (I8)').toBeLessThan(most / 2 ** 20)
  }

  #memory(): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#probe, '127.0.0.1')
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString()))
      socket.once('error', reject)
      socket.once('end', () => resolve(Number(text)))
    })
  }
}
