import { createECDH, randomBytes } from 'node:crypto'

// node:crypto signs and verifies ECDSA over messages only; tokens and services are asked for signatures over hashes made elsewhere.
const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
const base: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  z: 1n,
}

/** Jacobian coordinates; z = 0 is the point at infinity. */
interface Point {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
}

const infinity: Point = { x: 1n, y: 1n, z: 0n }

/** Whether r||s is an ECDSA signature over the hash by the key whose uncompressed point this is (FIPS 186-5 section 6.4.2). */
export function verifyP256(point: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || digest.length !== 32 || point.length !== 65 || point[0] !== 4) return false
  const key: Point = { x: toInt(point.subarray(1, 33)), y: toInt(point.subarray(33)), z: 1n }
  const [r, s] = [toInt(signature.subarray(0, 32)), toInt(signature.subarray(32))]
  if (!isOnCurve(key) || r === 0n || r >= n || s === 0n || s >= n) return false
  const w = inverse(s, n)
  const sum = add(times(base, (toInt(digest) * w) % n), times(key, (r * w) % n))
  if (sum.z === 0n) return false
  const zInverse = inverse(sum.z, p)
  return mod(sum.x * zInverse * zInverse, p) % n === r
}

/**
 * r||s over a hash. The point comes from OpenSSL; the arithmetic with the key is blinded, for BigInt does not take the same time for
 * every number. Only keys in files are used like this, the lowest assurance of all.
 */
export function signP256(secret: Uint8Array, digest: Uint8Array): Uint8Array {
  const ecdh = createECDH('prime256v1')
  for (;;) {
    const nonce = randomScalar()
    ecdh.setPrivateKey(toBytes(nonce))
    const r = toInt(ecdh.getPublicKey().subarray(1, 33)) % n
    const blind = randomScalar()
    const s = mod(inverse(mod(blind * nonce, n), n) * mod(blind * toInt(digest) + mod(blind * toInt(secret), n) * r, n), n)
    if (r !== 0n && s !== 0n) return Buffer.concat([toBytes(r), toBytes(s)])
  }
}

function randomScalar(): bigint {
  for (;;) {
    const value = toInt(randomBytes(32))
    if (value > 0n && value < n) return value
  }
}

function times(point: Point, scalar: bigint): Point {
  let sum = infinity
  for (const bit of scalar.toString(2)) {
    sum = add(sum, sum)
    if (bit === '1') sum = add(sum, point)
  }
  return sum
}

function add(one: Point, other: Point): Point {
  if (one.z === 0n) return other
  if (other.z === 0n) return one
  const [z1, z2] = [mod(one.z * one.z, p), mod(other.z * other.z, p)]
  const [u1, u2] = [mod(one.x * z2, p), mod(other.x * z1, p)]
  const [s1, s2] = [mod(one.y * z2 * other.z, p), mod(other.y * z1 * one.z, p)]
  if (u1 === u2) return s1 === s2 ? double(one) : infinity
  const [h, r] = [mod(u2 - u1, p), mod(s2 - s1, p)]
  const h2 = mod(h * h, p)
  const [h3, v] = [mod(h2 * h, p), mod(u1 * h2, p)]
  const x = mod(r * r - h3 - 2n * v, p)
  return { x, y: mod(r * (v - x) - s1 * h3, p), z: mod(h * one.z * other.z, p) }
}

function double({ x, y, z }: Point): Point {
  const [y2, z2] = [mod(y * y, p), mod(z * z, p)]
  const s = mod(4n * x * y2, p)
  const m = mod(3n * (x - z2) * (x + z2), p)
  const x3 = mod(m * m - 2n * s, p)
  return { x: x3, y: mod(m * (s - x3) - 8n * y2 * y2, p), z: mod(2n * y * z, p) }
}

const isOnCurve = ({ x, y }: Point): boolean => x < p && y < p && mod(y * y - (x * x * x - 3n * x + b), p) === 0n

function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high, one, other] = [mod(value, modulus), modulus, 1n, 0n]
  while (low > 1n) {
    const quotient = high / low
    ;[low, high] = [high - quotient * low, low]
    ;[one, other] = [other - quotient * one, one]
  }
  return mod(one, modulus)
}

const mod = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

const toInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
