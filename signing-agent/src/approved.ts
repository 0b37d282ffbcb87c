import { Fault } from '@hocba/shared/core'
import type { Found, KeyRing } from './key/ring.ts'
import type { Server } from './server.ts'

/** Who has keys, and who knows which of them may be used. */
export interface Asking {
  readonly server: Pick<Server, 'certificates'>
  readonly keys: Pick<KeyRing, 'find'>
}

/** The person's key, if the school has approved its certificate: one that it does not know is declared by the asking (R70). */
export async function approvedKey({ server, keys }: Asking, person: string): Promise<Found> {
  const found = await keys.find(person)
  const certificate = Buffer.from(found.credential.certificate).toString('base64')
  const [state] = await server.certificates([{ account: person, certificate }])
  if (state !== 'approved') throw new Fault(state === 'disabled' ? 'certificate.disabled' : 'certificate.undeclared')
  return found
}
