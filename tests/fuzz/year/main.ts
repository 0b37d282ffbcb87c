/** `npm run fuzz -- year [classes] [students]`: every file of a school's year before every tool; a class at a time. */
import { join } from 'node:path'
import { studySubjects } from '@hocba/shared/school'
import type { Snapshot } from '@hocba/shared/snapshot'
import { gridSnapshot, signersOf, transcriptSnapshot } from '../../conformance/signing/snapshots.ts'
import { openWorkshop } from '../../conformance/signing/workshop.ts'
import { Jdk } from '../../support/jdk.ts'
import { refusals } from './tools.ts'

const [classes = 16, students = 40] = process.argv.slice(2).map(Number)
const leaders = ['gv.van', 'hieutruong', 'vanthu'] as const
const workshop = await openWorkshop()
const jdk = new Jdk(join(process.cwd(), 'tests/support/jdk/Verify.java'))
const started = performance.now()
const found: string[] = []
let files = 0
for (let index = 0; index < classes; index += 1) {
  const snapshots = yearOf(`${6 + (index % 4)}${String.fromCharCode(65 + Math.floor(index / 4))}`)
  found.push(...(await refusals(workshop, jdk, snapshots)))
  files += 2 * snapshots.length
  process.stderr.write(`${index + 1} of ${classes} classes, ${found.length} refused\n`)
}
jdk.close()
await workshop.close()
const seconds = Math.round((performance.now() - started) / 1000)
process.stdout.write(
  `year: ${classes} classes of ${students}, ${files} files in ${seconds} s; refused by jdk, xmlsec1, pdfsig, qpdf, openssl or hocba: ${found.length}\n`,
)
process.stdout.write(
  found
    .slice(0, 50)
    .map((one) => `  ${one}\n`)
    .join(''),
)
if (found.length > 0) process.exitCode = 1

/** Both terms' grids, the homeroom teacher's, and a transcript a student. */
function yearOf(name: string): readonly Snapshot[] {
  const grids = (['HK1', 'HK2'] as const).flatMap((term) => [
    ...studySubjects.map(({ id }) => gridSnapshot(`2025-${name}.${id}.${term}`, signersOf('gv.toan', ...leaders), students)),
    gridSnapshot(`2025-${name}.GVCN.${term}`, signersOf(...leaders), students),
  ])
  const form = transcriptSnapshot()
  const transcripts = Array.from({ length: students }, (_, index): Snapshot => {
    const student = { ...form.student, id: `${name}-${String(index + 1).padStart(2, '0')}` }
    return { ...form, id: index.toString(16).padStart(32, '0'), class: name, student }
  })
  return [...grids, ...transcripts]
}
