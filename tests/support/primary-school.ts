import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Assignment } from '@hocba/shared/school'
import { sqliteDirectory } from '../../sync-server/src/store/sqlite/directory.ts'
import { type RunningSchool, demoPassword } from './school.ts'
import { type SheetRows, workbookOf } from './workbook.ts'

const bin = fileURLToPath(new URL('../../sync-server/bin/hocba.mjs', import.meta.url))

/** `hocba import roster` as a person types it, beside the running school; what it prints. */
export async function importRoster(school: RunningSchool, rows: SheetRows): Promise<string> {
  const file = join(school.dataDir, 'roster.xlsx')
  await writeFile(file, await workbookOf({ 'Danh sách': rows }))
  const env = { ...process.env, ...school.env, HOCBA_PREPARED: '1', HOCBA_PASSWORD: demoPassword }
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'import', 'roster', file, '--as', 'hocvu'], { env })
  return stdout
}

/** No route gives assignments yet: they are written into the directory while the server is down. */
export async function assign(school: RunningSchool, assignments: readonly Assignment[]): Promise<void> {
  await school.killServer()
  const directory = sqliteDirectory(join(school.dataDir, 'directory.sqlite'))
  await directory.write({ assignments })
  directory.close()
  await school.startServer()
}

const from = '2025-09-01'
const header = ['Mã HS', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Mã định danh', 'Lớp']
const names = ['Bùi Gia An', 'Lê Thu Cúc', 'Trần Hải Đăng', 'Võ Minh Khang', 'Phạm Bảo Ngọc', 'Đỗ Thiên Phúc']

/** Class 3A with six pupils and 4A with one, beside the classes that the school has. */
export const primaryRoster: SheetRows = [
  header,
  ...names.map((name, index) => [`3A-0${index + 1}`, name, `0${index + 1}/09/2017`, 'Nam', `07921700000${index + 1}`, '3A']),
  ['4A-01', 'Huỳnh Nhật Minh', '20/06/2016', 'Nam', '079216000011', '4A'],
]

/** The mathematics teacher has both classes, the teacher of literature the homeroom of 3A; a guardian has a child there. */
export const primaryAssignments: readonly Assignment[] = [
  { kind: 'teaches', person: 'gv.toan', class: '3A', subject: 'TOAN', from },
  { kind: 'teaches', person: 'gv.toan', class: '4A', subject: 'TOAN', from },
  { kind: 'homeroom', person: 'gv.van', class: '3A', from },
  { kind: 'guards', person: 'phuhuynh.001', student: '3A-01', from },
]
