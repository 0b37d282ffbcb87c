/** RFC 9457 problem document; `code` is stable and from the registry of faults, `detail` is Vietnamese. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly [extra: string]: unknown
}
