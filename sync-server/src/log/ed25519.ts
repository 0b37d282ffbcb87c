import { createPublicKey, verify } from 'node:crypto'
import { type CheckSignature, remembering } from '@hocba/shared/log'

/** How this program checks the signature on a checkpoint. */
export const checkEd25519: CheckSignature = remembering((raw, signature, text) =>
  verify(
    null,
    text,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' }),
    signature,
  ),
)
