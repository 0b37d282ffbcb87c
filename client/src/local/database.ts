import { Dexie, type EntityTable } from 'dexie'
import { Journal } from './journal.ts'
import { type KeptPhrases, phrasesKey } from './phrases.ts'
import type { Row } from '../outbox/index.ts'

export interface ReplicaRow {
  readonly gridId: string
  readonly confirmed: Uint8Array<ArrayBuffer>
}

export interface AnswerRow {
  readonly key: string
  readonly answer: unknown
}

const prefix = 'hocba-'

/** One database a signed-in user: nothing is shared between the people who use one computer. */
export class LocalDatabase extends Dexie {
  declare readonly replicas: EntityTable<ReplicaRow, 'gridId'>
  declare readonly outbox: EntityTable<Row, 'id'>
  declare readonly answers: EntityTable<AnswerRow, 'key'>

  constructor(user: string) {
    // strict: "saved on this device" is said after the disk has it, not after the browser's cache has
    super(prefix + user, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ replicas: 'gridId', outbox: 'id, gridId', answers: 'key' })
  }
}

/** Edits that exist nowhere but on this computer: signing out must ask about them first. */
export async function unsentCount(user: string): Promise<number> {
  if (!(await Dexie.exists(prefix + user))) return 0
  const noted = new Journal(user).rows().map((row) => row.id)
  const database = new LocalDatabase(user)
  try {
    return new Set([...(await database.outbox.toCollection().primaryKeys()), ...noted]).size
  } finally {
    database.close()
  }
}

/** Phrases that the user has written and that are in no file: they would go with a sign-out. */
export async function hasLoosePhrases(user: string): Promise<boolean> {
  if (!(await Dexie.exists(prefix + user))) return false
  const database = new LocalDatabase(user)
  try {
    const kept = (await database.answers.get(phrasesKey))?.answer as KeptPhrases | undefined
    return kept?.inFile === false
  } finally {
    database.close()
  }
}

/** The server's state as last seen is no longer the server's; what the user has not sent stays. */
export async function forgetConfirmed(user: string): Promise<void> {
  const database = new LocalDatabase(user)
  try {
    await database.replicas.clear()
  } finally {
    database.close()
  }
}

/** Signing out leaves nothing of this user on the computer. */
export function wipe(user: string): Promise<void> {
  new Journal(user).clear()
  return Dexie.delete(prefix + user)
}
