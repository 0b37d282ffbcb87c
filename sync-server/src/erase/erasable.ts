import type { EventKind, Leaf } from '@hocba/shared/log'
import type { Services } from '../services.ts'
import type { LogEntry } from '../store/port.ts'

/** What no result, signature or right rests on: who looked at what, and which sign-ins failed. Everything else is a record to be kept. */
export const erasableKinds: readonly EventKind[] = ['read', 'login-risk']

/** An entry that may lose its body, and whose it is. */
export interface Erasable {
  readonly index: number
  readonly kind: string
  readonly at: string
  readonly user: string
  /** What was looked at. */
  readonly record: string | undefined
}

/** The first day of the present school year: looks of this year may still have to be answered for (001 art. 13.3). */
const keptSince = ({ school }: Services): Date => new Date(`${school.record.year}-08-01T00:00:00+07:00`)

/** Somebody who holds no role and no assignment: nobody in office makes the own traces disappear. */
const hasLeft = ({ school }: Services, user: string): boolean => {
  const { roles, assignments } = school.actor(user)
  return school.person(user) !== undefined && roles.length === 0 && assignments.length === 0
}

export async function erasableOf(services: Services, user: string): Promise<readonly Erasable[]> {
  const found = await services.stores.gradebook.eventsBy(user, erasableKinds)
  const all = await Promise.all(found.map(({ index }) => erasableAt(services, index)))
  return all.filter((one) => one !== undefined)
}

/** The narrow form of erasure (law 91/2025/QH15): of people who have left, of earlier years, of kinds that nothing rests on. */
export async function erasableAt(services: Services, index: number): Promise<Erasable | undefined> {
  const { gradebook } = services.stores
  const [entry] = await gradebook.entries(index, 1)
  if (!entry || entry.index !== index || entry.grid !== null) return undefined
  const { kind, at, actor } = JSON.parse(entry.text) as Leaf
  const user = (await gradebook.actors()).find(({ id }) => id === actor)?.user
  const isErasable = erasableKinds.some((one) => one === kind) && new Date(at) < keptSince(services)
  return isErasable && user !== undefined && hasLeft(services, user) ? { index, kind, at, user, record: recordOf(entry) } : undefined
}

const recordOf = ({ changes: [body] }: LogEntry): string | undefined => (body as { readonly record?: string } | undefined)?.record
