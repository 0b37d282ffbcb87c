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
export { type Problem } from './problem.ts'
export { amendmentAct, amendmentRequest, batchRequest, executeRequest, orderRequest, orderScope, signInRequest, transcriptsRequest } from './requests.ts'
export {
  type AgentBatch,
  type AgentFailure,
  type AgentJob,
  type AgentPeople,
  type AgentResult,
  agentBatch,
  agentFailure,
  agentJob,
  agentPeople,
  agentResult,
  agentStart,
  agentStarted,
  authorizeRequest,
} from './agent.ts'
