/** How many points the base point of P-256 makes: r and s lie between 0 and it, both left out. */
export const curveOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

export const numberBytes = (value: bigint, length = 32): Buffer => Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')

const [zero, order] = [numberBytes(0n), numberBytes(curveOrder)]

/** What becomes of a good r||s; no verifier may take it. */
export const badValues: readonly (readonly [name: string, make: (value: Buffer) => Buffer])[] = [
  ['r = 0', (value) => Buffer.concat([zero, value.subarray(32)])],
  ['s = 0', (value) => Buffer.concat([value.subarray(0, 32), zero])],
  ['r = n', (value) => Buffer.concat([order, value.subarray(32)])],
  ['s = n', (value) => Buffer.concat([value.subarray(0, 32), order])],
  ['one octet less', (value) => value.subarray(0, 63)],
  ['one octet more', (value) => Buffer.concat([value, Buffer.of(1)])],
]

/** The other signature of the same key over the same words: n - s fits wherever s does. */
export const otherValue = (value: Buffer): Buffer =>
  Buffer.concat([value.subarray(0, 32), numberBytes(curveOrder - BigInt(`0x${value.subarray(32).toString('hex')}`))])
