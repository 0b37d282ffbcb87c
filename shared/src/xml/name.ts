import type { Snapshot } from '../snapshot/index.ts'

export const namespaces = {
  hocba: 'urn:vn:hocbaso:1',
  xmldsig: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const

export type DocumentKind = 'grid' | 'transcript'

/** The elements that differ between the two kinds of file; the rest of the envelope is the same. */
export const documentNames = {
  grid: { root: 'BangDiemMon', data: 'DuLieuBangDiem', format: 'hocba-grid-1' },
  transcript: { root: 'HocBaSo', data: 'DuLieuHocBa', format: 'hocba-transcript-1' },
} as const satisfies Record<DocumentKind, { readonly root: string; readonly data: string; readonly format: Snapshot['format'] }>

/** `PhienBan` of the root element: the version of the envelope, not of the snapshot. */
export const envelopeVersion = '1.0'

export const kindOf = (snapshot: Snapshot): DocumentKind => (snapshot.format === 'hocba-grid-1' ? 'grid' : 'transcript')

/** The kind of file whose root element is called `root`. */
export const kindOfRoot = (root: string): DocumentKind | undefined =>
  root === documentNames.grid.root ? 'grid' : root === documentNames.transcript.root ? 'transcript' : undefined
