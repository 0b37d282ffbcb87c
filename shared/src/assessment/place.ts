/** What is wrong with an input, and where: `students[0].marks.TOAN.hk1.tx[1]`. */
export interface InputFault {
  readonly path: string
  readonly message: string
}

/** A value of unknown shape with its path. What is wrong is noted in `faults` and reading goes on with something harmless. */
export interface Place {
  readonly value: unknown
  readonly path: string
  readonly faults: InputFault[]
}

export const rootPlace = (value: unknown): Place => ({ value, path: '', faults: [] })

export function refuse(place: Place, message: string): void {
  place.faults.push({ path: place.path, message })
}

export const isUndecided = (place: Place): boolean => place.value === undefined || place.value === null

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined

/** The member of an object; a missing one is a place whose value is `undefined`. */
export function member(place: Place, key: string): Place {
  const record = asRecord(place.value)
  const value = record && Object.hasOwn(record, key) ? record[key] : undefined
  return { value, path: place.path === '' ? key : `${place.path}.${key}`, faults: place.faults }
}

/** The keys of an object; a missing object has none, anything else is refused. */
export function keysOf(place: Place): readonly string[] {
  if (isUndecided(place)) return []
  const record = asRecord(place.value)
  if (record) return Object.keys(record)
  refuse(place, 'Phải là một đối tượng.')
  return []
}

/** The elements of a list; anything else is refused. */
export function elements(place: Place): readonly Place[] {
  if (Array.isArray(place.value)) {
    return place.value.map((value: unknown, index) => ({ value, path: `${place.path}[${index}]`, faults: place.faults }))
  }
  refuse(place, 'Phải là một danh sách.')
  return []
}

/** A non-empty text that no earlier element has used. */
export function readId(place: Place, taken: Set<string>): string {
  if (typeof place.value !== 'string' || place.value === '') {
    refuse(place, 'Thiếu mã.')
    return ''
  }
  if (taken.has(place.value)) refuse(place, 'Mã bị trùng.')
  taken.add(place.value)
  return place.value
}

/** Refuses members outside a closed list: a misspelt key must not pass for an undecided mark. */
export function closed(place: Place, known: (key: string) => boolean, message: string): void {
  for (const key of keysOf(place)) {
    if (!known(key)) refuse(member(place, key), message)
  }
}
