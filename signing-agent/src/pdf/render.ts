import type { LogProof } from '@hocba/shared/log'
import type { GridSnapshot, Snapshot } from '@hocba/shared/snapshot'
import { gridDocument } from './grid-page.ts'
import { press } from './press.ts'
import { keepRoom } from './room.ts'
import { transcriptDocument } from './transcript-page.ts'

/** Revision 0 of the PDF of a snapshot: its form, its digest and place in the log, and its empty signature fields. */
export function renderPdf(snapshot: Snapshot, digest: string, proof?: LogProof): Uint8Array {
  return keepRoom(press.document(isGrid(snapshot) ? gridDocument(snapshot, digest, proof) : transcriptDocument(snapshot, digest, proof)))
}

const isGrid = (snapshot: Snapshot): snapshot is GridSnapshot => snapshot.format === 'hocba-grid-1'
