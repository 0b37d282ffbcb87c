import { documentSchema } from './data.ts'
import { xadesSchema } from './xades.ts'
import { xmldsigSchema } from './xmldsig.ts'

/** The published schemas by file name; each is served at `/schemas/<name>`. */
export const schemas = {
  'hocba-grid-1.xsd': documentSchema('grid'),
  'hocba-transcript-1.xsd': documentSchema('transcript'),
  'hocba-xmldsig-1.xsd': xmldsigSchema,
  'hocba-xades-1.xsd': xadesSchema,
} as const satisfies Readonly<Record<string, string>>

export type SchemaName = keyof typeof schemas
