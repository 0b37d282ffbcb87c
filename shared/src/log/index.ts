export { type EventKind, type GridKind, type Leaf, type Place, eventKinds, leafText } from './leaf.ts'
export {
  type CheckSignature,
  type Checkpoint,
  type NoteSignature,
  type SignedNote,
  type VerifierKey,
  checkpointText,
  openNote,
  parseNote,
  parseVerifierKey,
  remembering,
  signedNote,
} from './note.ts'
export { type LogProof, type NoteStanding, type ProofFault, type Proven, openProof, parseProof, proofText, standingOf } from './proof.ts'
export { type AnyHash, Frontier, type Hash, type Head, type NodeAt, Prover, isGrown, isIncluded, leafInput, nodeInput } from './tree.ts'
