/** Both terms and the year, in this order on the wire. */
export interface Periods<Value> {
  readonly hk1: Value
  readonly hk2: Value
  readonly cn: Value
}
