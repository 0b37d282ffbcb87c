export { type Snapshot, hex, snapshotBytes } from './digest.ts'
export { type AmendedCell, type GridSnapshot, type SnapshotStudent } from './grid-snapshot.ts'
export { type Attestation, type Level, type ThreeTerms, type TranscriptSnapshot, type TranscriptSubject } from './transcript-snapshot.ts'
