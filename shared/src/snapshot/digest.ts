import { canonicalJson } from '../core/canonical.ts'
import type { GridSnapshot } from './grid-snapshot.ts'
import type { TranscriptSnapshot } from './transcript-snapshot.ts'

export type Snapshot = GridSnapshot | TranscriptSnapshot

/** The exact bytes whose SHA-256 is the digest; NFC is the maker's duty and is checked here. */
export function snapshotBytes(snapshot: Snapshot): Uint8Array {
  const text = canonicalJson(snapshot)
  if (text !== text.normalize('NFC')) throw new TypeError('a snapshot is NFC')
  return new TextEncoder().encode(text)
}

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
