/** `npm run fuzz -- verify [attacks] [seed]`: a long run of attacks on signed files; the same seed makes the same files. */
import { clock } from '../../support/school-keys.ts'
import { Arsenal, bombs } from './attacks.ts'
import { makeBases } from './bases.ts'
import { harmlessFiles } from './harmless.ts'
import { Judge } from './judge.ts'
import { type Outcome, numbered, siege } from './run.ts'

const [attacks = 20_000, seed = 20_260_620] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const bases = await makeBases()
const arsenal = new Arsenal(bases)
const judge = new Judge(process.cwd(), bases.school.trust, clock)
const refused: string[] = []
for (const { name, file } of await harmlessFiles(bases)) {
  const { verdict, failed } = await judge.judge(file)
  if (verdict !== 'valid') refused.push(`${name}: ${verdict} by ${failed.join()}`)
}
const detonated = await siege(
  judge,
  bombs.map((_, n) => arsenal.bomb(seed, n)),
)
const stormed = await siege(judge, numbered(arsenal, seed, 0, attacks), (done) => {
  if (done % 1_000 === 0) process.stderr.write(`${done} of ${attacks}\n`)
})
judge.close()
report('bombs', detonated)
report('attacks', stormed)
process.stdout.write(`harmless: ${refused.length} refused\n${refused.map((one) => `  ${one}\n`).join('')}`)
if ([...detonated.survivors, ...stormed.survivors, ...refused].length > 0) process.exitCode = 1

function report(what: string, { attacks: made, empty, slowest, survivors, lines, greediest }: Outcome): void {
  const counts = [...lines].toSorted(([, a], [, b]) => b - a).map(([line, count]) => `${line} ${count}`)
  process.stdout.write(
    `${what}: seed ${seed}, ${made} files (${empty} without effect), ${survivors.length} survived; ` +
      `slowest ${Math.round(slowest.milliseconds)} ms (${slowest.name}), ${Math.round(greediest.bytes / 2 ** 20)} MiB at the most (${greediest.name})\n  ${counts.join(', ')}\n` +
      survivors
        .slice(0, 50)
        .map((one) => `  survived: ${one}\n`)
        .join(''),
  )
}
