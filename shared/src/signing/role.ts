/** The roles under a file, in the order in which they sign (001 art. 12.1-12.3); XML `ClaimedRole` carries the same ids. */
export const signingRoles = ['subject-teacher', 'homeroom-teacher', 'principal', 'organisation'] as const

export type SigningRole = (typeof signingRoles)[number]

export const isSigningRole = (text: string): text is SigningRole => (signingRoles as readonly string[]).includes(text)

/** One expected signature of a file: who, in which role, and the uid that the certificate's subject must carry. */
export interface Signer {
  readonly role: SigningRole
  /** Account id; for the organisation the clerk who holds the seal. */
  readonly person: string
  /** The name in the certificate: a person's, or the school's for the organisation. */
  readonly name: string
  readonly title: string
  /** `CCCD:…` or `MST:…`, the UID attribute of the certificate's subject. */
  readonly uid: string
}

/** Signers in file order: by role, subject teachers among themselves by account id. */
export function inSigningOrder(signers: readonly Signer[]): readonly Signer[] {
  return signers.toSorted(
    (a, b) => signingRoles.indexOf(a.role) - signingRoles.indexOf(b.role) || (a.person < b.person ? -1 : a.person > b.person ? 1 : 0),
  )
}

/**
 * The positions (in `signers`, which is in signing order) that may sign now: the first role that is not complete.
 * Subject teachers of one grid sign in any order among themselves; every later role waits for all before it.
 */
export function dueSigners(signers: readonly Signer[], done: ReadonlySet<number>): readonly number[] {
  const open = signers.map((signer, index) => ({ signer, index })).filter(({ index }) => !done.has(index))
  const role = open[0]?.signer.role
  return open.filter(({ signer }) => signer.role === role).map(({ index }) => index)
}

const fields: Readonly<Record<SigningRole, string>> = {
  'subject-teacher': 'CKS_gvbm_',
  'homeroom-teacher': 'CKS_gvcn',
  principal: 'CKS_ht',
  organisation: 'CKS_dv',
}

/** The PDF signature field of the signer at `index`: `CKS_gvbm_1…n CKS_gvcn CKS_ht CKS_dv`. */
export function fieldName(signers: readonly Signer[], index: number): string {
  const role = signers[index]?.role
  if (role === undefined) throw new RangeError('no such signer')
  return role === 'subject-teacher' ? `${fields[role]}${index + 1}` : fields[role]
}
