import * as Y from 'yjs'
import type { Row } from '../outbox/index.ts'

/**
 * A document twice: as the server has it, and as this window shows it (the same plus what the outbox holds).
 * Keeping the first untouched makes a rebuild after a refusal a matter of milliseconds.
 */
export abstract class TwofoldDocument<R extends Row> {
  readonly confirmed = new Y.Doc()
  protected working = new Y.Doc()

  /** Rows of this computer's store are judged before they are believed. */
  abstract isOwn(row: Row): row is R

  /** A fresh replica from the server's state under a new client id, and the waiting intents written anew in their order. */
  abstract rebuild(waiting: readonly R[]): readonly R[]

  applyServer(update: Uint8Array): void {
    Y.applyUpdate(this.confirmed, update, 'server')
    Y.applyUpdate(this.working, update, 'server')
  }

  /** The server has the row on disk. */
  confirm(row: R): void {
    Y.applyUpdate(this.confirmed, row.update, 'server')
  }

  /** Shows a row of an earlier window. */
  restore(row: R): void {
    Y.applyUpdate(this.working, row.update, 'restore')
  }

  /**
   * Whether the server's own state already contains the row: its acknowledgement was lost on the way.
   * A row that only deletes has no clock to be known by; it is sent again, and is no news then.
   */
  contains(row: R): boolean {
    const end = Y.parseUpdateMeta(row.update).to.get(row.clientId)
    return end !== undefined && Y.getState(this.confirmed.store, row.clientId) >= end
  }

  encode(): Uint8Array<ArrayBuffer> {
    return Y.encodeStateAsUpdate(this.confirmed) as Uint8Array<ArrayBuffer>
  }

  destroy(): void {
    this.working.destroy()
    this.confirmed.destroy()
  }

  /** Puts a document in the place of the working one; returns the old one, for its user to compare and destroy. */
  protected renew(): Y.Doc {
    const old = this.working
    this.working = new Y.Doc()
    Y.applyUpdate(this.working, Y.encodeStateAsUpdate(this.confirmed), 'server')
    return old
  }
}
