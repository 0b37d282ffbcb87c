import { type WireStruct, type WireUpdate, encode } from '../../property/document/support/wire.ts'
import type { Signed } from '../../support/school.ts'
import { Raider } from './raider.ts'
import type { Siege } from './siege.ts'

/** Joins with a replica, sends what is made of it, and leaves; returns the answers. */
export async function strike(
  siege: Siege,
  person: Signed,
  make: (raider: Raider) => readonly (WireUpdate | Uint8Array)[],
  document?: string,
): Promise<readonly string[]> {
  const raider = await Raider.join(siege, person, document)
  const answers = await raider.volley(make(raider).map((each) => (each instanceof Uint8Array ? each : encode(each))))
  await raider.leave()
  return answers
}

export const one = (client: number, clock: number, ...structs: WireStruct[]): WireUpdate => ({
  sections: [{ client, clock, structs }],
  deletes: [],
})

export const erase = (client: number, clock: number, length: number): WireUpdate => ({
  sections: [],
  deletes: [{ client, ranges: [{ clock, length }] }],
})

/** A mark as an honest client would write it, but for what is said otherwise. */
export const mark = (over: Partial<WireStruct> = {}): WireStruct => ({ kind: 8, key: '6A-05/tx1', values: [70], ...over })

export const paragraph = (over: Partial<WireStruct> = {}): WireStruct => ({
  kind: 7,
  type: { ref: 3, name: 'paragraph' },
  root: 'r/6A-02',
  ...over,
})
