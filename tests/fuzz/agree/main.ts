/** `npm run fuzz -- agree [snapshots] [seed]`: our verifier beside xmlsec1, the JDK and pdfsig, on good and on tampered files. */
import { join } from 'node:path'
import { openWorkshop } from '../../conformance/signing/workshop.ts'
import { Jdk } from '../../support/jdk.ts'
import { agree } from './run.ts'

const [snapshots = 10_000, seed = 20_260_620, pdfEvery = 1] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const batch = 100
const workshop = await openWorkshop()
const jdk = new Jdk(join(process.cwd(), 'tests/support/jdk/Verify.java'))
const judged = new Map<string, number>()
const disagreements: string[] = []
for (let from = 0; from < snapshots; from += batch) {
  const part = await agree(workshop, jdk, seed, { from, to: Math.min(snapshots, from + batch), pdfEvery })
  for (const [party, count] of part.judged) judged.set(party, (judged.get(party) ?? 0) + count)
  disagreements.push(...part.disagreements)
  process.stderr.write(`${from + part.snapshots} of ${snapshots}, ${disagreements.length} disagreements\n`)
}
jdk.close()
await workshop.close()
const counts = [...judged].map(([party, count]) => `${party} ${count}`).join(', ')
process.stdout.write(`agree: seed ${seed}, ${snapshots} snapshots, files judged: ${counts}; ${disagreements.length} disagreements\n`)
process.stdout.write(
  disagreements
    .slice(0, 50)
    .map((one) => `  ${one}\n`)
    .join(''),
)
if (disagreements.length > 0) process.exitCode = 1
