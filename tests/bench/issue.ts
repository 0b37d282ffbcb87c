/** A year's transcripts from the order to the register: both programs, real keys, real stores, every file verified twice. Linux only. */
import { cpuSeconds } from './measure/cpu.ts'
import { figure, printTable } from './measure/table.ts'
import { freeze, sign, signIn, startSchool } from '../support/school.ts'

const classes = (process.env['HOCBA_BENCH_CLASSES'] ?? '6A,6B,7A,7B').split(',')
const homerooms: Readonly<Record<string, string>> = { '6A': 'gv.van', '6B': 'gv.toan', '7A': 'gv.anh', '7B': 'gv.lsdl' }
const teachers = ['toan', 'van', 'anh', 'khtn1', 'khtn2', 'gdcd', 'lsdl', 'cn', 'tin', 'gdtc', 'nt', 'gddp', 'hdtn'].map(
  (name) => `gv.${name}`,
)
const documents = 1_500

const school = await startSchool({ env: { HOCBA_LOG_LEVEL: 'error' } })
const officer = await signIn(school.url, 'quantrihocba')
const principal = await signIn(school.url, 'hieutruong')
const rows: string[][] = []

await officer.post('/api/demo/complete')
const grids = (
  await Promise.all(classes.map((name) => officer.get<readonly { id: string; term: string }[]>(`/api/grids?class=${name}`)))
).flatMap(({ body }) => body)
await freeze(
  school,
  grids.toSorted((a, b) => (a.term < b.term ? -1 : 1)).map(({ id }) => id),
)
await timed('grids', grids.length, [...teachers, ...Object.values(homerooms), 'hieutruong', 'vanthu'])

const scope = { year: '2025' }
const order = (await principal.post<{ id: string }>('/api/orders', { action: 'issue', scope, reason: 'Cuối năm học' })).body.id
for (const name of classes) await officer.post('/api/transcripts', { order, class: name, year: '2025' })
await timed('transcripts', classes.length * 40, [...classes.map((name) => homerooms[name] ?? ''), 'hieutruong', 'vanthu'])

printTable(
  'Signed end to end: prepared, signed by all roles, verified by agent and server, on disk and in the log',
  ['', 'documents', 'signatures', 's', 'documents/s', 'CPU-s a document', `s for ${figure(documents)}`],
  rows,
)
await school.stop()
process.exit()

/** Everybody signs what is due, one after the other as it comes. */
async function timed(name: string, count: number, people: readonly string[]): Promise<void> {
  const start = { at: performance.now(), cpu: cpu() }
  let signatures = 0
  for (const person of people) signatures += 2 * (await sign(school, person))
  const [seconds, spent] = [(performance.now() - start.at) / 1000, cpu() - start.cpu]
  const each = seconds / count
  rows.push([
    name,
    figure(count),
    figure(signatures),
    seconds.toFixed(1),
    (1 / each).toFixed(1),
    (spent / count).toFixed(3),
    figure(each * documents),
  ])
}

function cpu(): number {
  return school.processes().reduce((sum, pid) => sum + cpuSeconds(pid), 0)
}
