import type { KeyObject } from 'node:crypto'
import { Fault } from '@hocba/shared/core'
import { hexOf } from '../port.ts'
import { accepts, rawSignature } from '../signature.ts'
import { failure } from './http.ts'
import type { RemoteDocument, RemoteSignature } from './service.ts'

/**
 * Which signature is whose, by the certificate alone: what the service says of order and names is only where to look first. Twice the
 * same is once; what is missing is missing; a signature over anything else, and nothing of the batch is used.
 * @throws Fault `digest.mismatch`
 */
export function collect(
  key: KeyObject,
  documents: readonly RemoteDocument[],
  signatures: readonly RemoteSignature[],
): ReadonlyMap<string, Uint8Array> {
  if (signatures.length > 2 * documents.length) throw failure('trả về quá nhiều chữ ký')
  const found = new Map<string, Uint8Array>()
  signatures.forEach(({ document, value }, place) => {
    const signature = rawSignature(key, value)
    const likely = documents.find(({ id }) => id === document) ?? documents[place]
    const fits = ({ digest }: RemoteDocument): boolean => accepts(key, digest, signature)
    const signed = likely !== undefined && fits(likely) ? likely : documents.find(fits)
    if (signed === undefined)
      throw new Fault('digest.mismatch', { detail: 'Dịch vụ trả về chữ ký không phải của dữ liệu đã gửi; không dùng gì cả.' })
    found.set(hexOf(signed.digest), signature)
  })
  return found
}
