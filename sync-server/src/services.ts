import type { AskStatus } from '@hocba/shared/verify'
import type { Certificates } from './certificate/certificates.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Exclusive } from './exclusive.ts'
import type { Snapshots } from './freeze/snapshots.ts'
import type { Accounts } from './identity/accounts.ts'
import type { Reads } from './identity/reads.ts'
import type { SchoolDirectory } from './identity/school.ts'
import type { SecondFactor } from './identity/second-factor.ts'
import type { Sessions } from './identity/session.ts'
import type { CommitQueue } from './log/commit-queue.ts'
import type { Rooms } from './room/rooms.ts'
import type { PairedAgents } from './sign/paired.ts'
import type { SigningQueue } from './sign/queue.ts'
import type { Witness } from './witness/witness.ts'
import type { Stores } from './store/port.ts'

/** The parts of the running server that features work with; made once in main.ts. */
export interface Services {
  readonly config: Config
  readonly clock: Clock
  readonly stores: Stores
  readonly school: SchoolDirectory
  readonly sessions: Sessions
  readonly accounts: Accounts
  readonly secondFactor: SecondFactor
  readonly reads: Reads
  readonly queue: CommitQueue
  readonly rooms: Rooms
  readonly snapshots: Snapshots
  readonly signing: SigningQueue
  readonly agents: PairedAgents
  readonly certificates: Certificates
  /** Asks about revocation, where the school has named somebody to ask. */
  readonly status: AskStatus | undefined
  readonly exclusive: Exclusive
  readonly witness: Witness
}
