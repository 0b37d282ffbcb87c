import type { Translated } from '../shape.ts'
import type { verify as vi } from '../vi/verify.ts'

export const verify: Translated<typeof vi> = {
  title: 'Verify a file',
  lead: 'For transcripts and gradebook pages that the school has signed, as XML or PDF.',
}
