export {
  type Accepted,
  type Refused,
  type StateChange,
  closeCode,
  maxMessageBytes,
  messageType,
  readAccepted,
  readRefused,
  readState,
  writeAccepted,
  writeRefused,
  writeState,
} from './sync.ts'
