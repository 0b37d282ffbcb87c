import { createRequire } from 'node:module'
import { Fault, type FaultCode } from '@hocba/shared/core'
import type { PKCS11 } from 'pkcs11js'
import type { Tries } from '../port.ts'

/** What is used of PKCS#11. */
export type Cryptoki = Pick<
  PKCS11,
  | 'C_GetSlotList'
  | 'C_GetTokenInfo'
  | 'C_GetMechanismList'
  | 'C_OpenSession'
  | 'C_CloseSession'
  | 'C_Login'
  | 'C_Logout'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_SignInit'
  | 'C_Sign'
>

/** Numbers of PKCS #11 v2.40. */
export const ck = {
  flag: { pinCountLow: 0x1_0000, pinFinalTry: 0x2_0000, pinLocked: 0x4_0000, serialSession: 4 },
  user: 1,
  object: { certificate: 1, privateKey: 3 },
  attribute: { class: 0, value: 0x11, id: 0x102, sensitive: 0x103, extractable: 0x162, alwaysAuthenticate: 0x202 },
  mechanism: { rsaPkcs: 1, ecdsa: 0x1041 },
  alreadyLoggedIn: 0x100,
} as const

/** Loads the maker's library; the optional package is only asked for here, in the token's own process. */
export function loadCryptoki(module: string): PKCS11 {
  try {
    const { PKCS11: Library } = createRequire(import.meta.url)('pkcs11js') as { readonly PKCS11: typeof PKCS11 }
    const library = new Library()
    library.load(module)
    library.C_Initialize()
    return library
  } catch (cause) {
    throw new Fault('credential.missing', { detail: 'Không mở được thư viện PKCS#11 của thiết bị ký trên máy này.', cause })
  }
}

/** What the token says of its PIN; it tells how few tries are left, not how many. */
export function triesOf(flags: number): Tries {
  if (flags & ck.flag.pinLocked) return { state: 'locked', left: 0 }
  if (flags & ck.flag.pinFinalTry) return { state: 'final', left: 1 }
  return { state: flags & ck.flag.pinCountLow ? 'low' : 'enough' }
}

const codes: Readonly<Record<number, FaultCode>> = {
  0xa0: 'pin.wrong', // PIN_INCORRECT
  0xa1: 'pin.wrong', // PIN_INVALID
  0xa2: 'pin.wrong', // PIN_LEN_RANGE
  0xa4: 'pin.locked',
  [ck.alreadyLoggedIn]: 'key.busy',
  0x104: 'key.busy', // USER_ANOTHER_ALREADY_LOGGED_IN
  0x32: 'credential.missing', // DEVICE_REMOVED
  0xe0: 'credential.missing', // TOKEN_NOT_PRESENT
}

export const numberOf = (cause: unknown): number =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number' ? cause.code : 0

/** A refusal of the token as a Fault; what is not known is `credential.unfit` with the token's own word. */
export function asFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause
  const word = cause instanceof Error ? /CKR_[A-Z0-9_]+/.exec(cause.message)?.[0] : undefined
  const code = codes[numberOf(cause)] ?? 'credential.unfit'
  return new Fault(code, { ...(code === 'credential.unfit' ? { detail: `Thiết bị ký từ chối: ${word ?? 'lỗi lạ'}.` } : {}), cause })
}
