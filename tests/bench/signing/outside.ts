import { spawnSync } from 'node:child_process'
import { childCpuSeconds } from '../measure/cpu.ts'

/** Runs a program; throws unless it ends well. Returns what it printed. */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return `${stdout}${stderr}`
}

/** Runs a second of processor time, of a program started anew each time. */
export function processRate(program: string, args: readonly string[], times: number): number {
  const start = childCpuSeconds()
  for (let n = 0; n < times; n += 1) run(program, args)
  return times / (childCpuSeconds() - start)
}

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const idAttributes = [
  'urn:vn:hocbaso:1:DuLieuBangDiem',
  'urn:vn:hocbaso:1:DuLieuHocBa',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
  `${dsig}:SignatureValue`,
  `${dsig}:Signature`,
].flatMap((name) => ['--id-attr:Id', name])

/** `xmlsec1 --verify` of one signature, `repeat` times in one process. */
export const xmlsecArgs = (pki: string, file: string, n: number, repeat = 1): readonly string[] => [
  '--verify',
  '--repeat',
  String(repeat),
  '--trusted-pem',
  `${pki}/root.pem`,
  '--untrusted-pem',
  `${pki}/chain.pem`,
  ...idAttributes,
  '--node-id',
  `CKS-${n}`,
  file,
]

/** Rsa-2048 signatures a second of processor time by OpenSSL's own measure. */
export function opensslRate(): number {
  const line = run('openssl', ['speed', '-seconds', '1', 'rsa2048'])
    .split('\n')
    .find((text) => text.startsWith('rsa 2048'))
  return Number(line?.trim().split(/\s+/).at(-2))
}
