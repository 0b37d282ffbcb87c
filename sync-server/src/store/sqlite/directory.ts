import type { Assignment, Person, School, SchoolClass, Student } from '@hocba/shared/school'
import type {
  AgentRecord,
  CertificateRecord,
  CredentialRecord,
  DirectoryStore,
  PhrasesRecord,
  ReadNote,
  SchoolRecord,
  SessionRecord,
} from '../port.ts'
import { openSqlite, scrub } from './open.ts'

const schema = `
create table if not exists setting (key text primary key, value text not null) strict;
create table if not exists class (id text primary key, body text not null) strict;
create table if not exists student (id text primary key, class text not null, personal_id text not null unique, body text not null) strict;
create table if not exists person (id text primary key, body text not null, password text) strict;
create table if not exists assignment (body text primary key) strict;
create table if not exists phrases (person text primary key, body text not null) strict;
create table if not exists credential (user text primary key, body text not null) strict;
create table if not exists certificate (id text primary key, body text not null) strict;
create table if not exists agent (id text primary key, body text not null) strict;
create table if not exists read_note (record text not null, at text not null, user text not null, session text not null) strict;
create index if not exists read_note_by_record on read_note (record);
create table if not exists session (token_hash text primary key, user text not null, body text not null) strict;
`

/** Characters of phrases that were written over without having been seen. */
const mostKept = 100_000

export function sqliteDirectory(path: string): DirectoryStore & { close(): void } {
  const db = openSqlite(path, schema)
  const setting = db.prepare<[string], { value: string }>('select value from setting where key = ?')
  const setSetting = db.prepare('insert into setting values (?, ?) on conflict (key) do update set value = excluded.value')
  const bodies = <T>(table: 'class' | 'student' | 'person' | 'assignment'): readonly T[] =>
    db
      .prepare<[], { body: string }>(`select body from ${table} order by rowid`)
      .all()
      .map((row) => JSON.parse(row.body) as T)
  const putClass = db.prepare('insert into class values (?, ?) on conflict (id) do update set body = excluded.body')
  const putStudent = db.prepare(
    'insert into student values (?, ?, ?, ?) on conflict (id) do update set class = excluded.class, personal_id = excluded.personal_id, body = excluded.body',
  )
  const putPerson = db.prepare('insert into person (id, body) values (?, ?) on conflict (id) do update set body = excluded.body')
  const putAssignment = db.prepare('insert into assignment values (?) on conflict do nothing')

  const write = db.transaction((record: Partial<SchoolRecord>) => {
    if (record.school) setSetting.run('school', JSON.stringify(record.school))
    if (record.year !== undefined) setSetting.run('year', record.year)
    if (record.demo !== undefined) setSetting.run('demo', String(record.demo))
    for (const one of record.classes ?? []) putClass.run(one.id, JSON.stringify(one))
    for (const one of record.students ?? []) putStudent.run(one.id, one.class, one.personalId, JSON.stringify(one))
    for (const one of record.people ?? []) putPerson.run(one.id, JSON.stringify(one))
    for (const one of record.assignments ?? []) putAssignment.run(JSON.stringify(one))
  })

  const phrasesOf = (person: string): PhrasesRecord | undefined => {
    const row = db.prepare<[string], { body: string }>('select body from phrases where person = ?').get(person)
    return row && (JSON.parse(row.body) as PhrasesRecord)
  }
  const putPhrases = db.prepare('insert into phrases values (?, ?) on conflict (person) do update set body = excluded.body')
  const keepPhrases = db.transaction((person: string, { text, base, at }: Parameters<DirectoryStore['keepPhrases']>[1]): PhrasesRecord => {
    const now = phrasesOf(person)
    const isUnseen = now !== undefined && now.revision !== base
    if (isUnseen && now.text === text) return now // the same again, because the answer was lost
    const replaced = isUnseen
      ? { replaced: [...(now.replaced === undefined ? [] : [now.replaced]), now.text].join('\n').slice(-mostKept) }
      : {}
    const next: PhrasesRecord = { text, revision: (now?.revision ?? 0) + 1, at, ...replaced }
    putPhrases.run(person, JSON.stringify(next))
    return next
  })

  const addRead = db.prepare('insert into read_note values (?, ?, ?, ?)')
  const forgetRead = db.prepare('delete from read_note where record = ? and at = ? and user = ?')
  const forget = db.transaction((notes: Parameters<DirectoryStore['forgetReads']>[0]) => {
    for (const { record, at, user } of notes) forgetRead.run(record, at, user)
  })
  const endAssignment = db.prepare('delete from assignment where body = ?')
  const assign = db.transaction(({ end, begin }: Parameters<DirectoryStore['assign']>[0]) => {
    for (const one of end) endAssignment.run(JSON.stringify(one))
    for (const one of begin) putAssignment.run(JSON.stringify(one))
  })

  return {
    async read() {
      const school = setting.get('school')
      if (!school) return undefined
      return {
        school: JSON.parse(school.value) as School,
        year: setting.get('year')?.value ?? '',
        demo: setting.get('demo')?.value === 'true',
        classes: bodies<SchoolClass>('class'),
        students: bodies<Student>('student'),
        people: bodies<Person>('person'),
        assignments: bodies<Assignment>('assignment'),
      }
    },
    async write(record) {
      write(record)
    },
    async assign(change) {
      assign.immediate(change)
    },
    async passwordHash(user) {
      return db.prepare<[string], { password: string | null }>('select password from person where id = ?').get(user)?.password ?? undefined
    },
    async setPasswordHash(user, hash) {
      db.prepare('update person set password = ? where id = ?').run(hash, user)
    },
    async openSession(session) {
      db.prepare('delete from session where body ->> ? < ?').run('$.expiresAt', session.createdAt)
      db.prepare('insert into session values (?, ?, ?)').run(session.tokenHash, session.user, JSON.stringify(session))
    },
    async session(tokenHash) {
      const row = db.prepare<[string], { body: string }>('select body from session where token_hash = ?').get(tokenHash)
      return row && (JSON.parse(row.body) as SessionRecord)
    },
    async closeSession(tokenHash) {
      db.prepare('delete from session where token_hash = ?').run(tokenHash)
    },
    async phrases(person) {
      return phrasesOf(person)
    },
    async keepPhrases(person, written) {
      return keepPhrases.immediate(person, written)
    },
    async noteRead({ record, at, user, session }) {
      addRead.run(record, at, user, session)
    },
    async forgetReads(notes) {
      forget(notes)
      scrub(db)
    },
    async readsOf(records) {
      return db
        .prepare<[string], ReadNote>(
          'select record, at, user, session from read_note where record in (select value from json_each(?)) order by rowid desc limit 1000',
        )
        .all(JSON.stringify(records))
    },
    async credentials() {
      return db
        .prepare<[], { body: string }>('select body from credential')
        .all()
        .map((row) => JSON.parse(row.body) as CredentialRecord)
    },
    async putCredential(record) {
      db.prepare('insert into credential values (?, ?) on conflict (user) do update set body = excluded.body').run(
        record.user,
        JSON.stringify(record),
      )
    },
    async agents() {
      return db
        .prepare<[], { body: string }>('select body from agent order by rowid')
        .all()
        .map((row) => JSON.parse(row.body) as AgentRecord)
    },
    async putAgent(record) {
      db.prepare('insert into agent values (?, ?) on conflict (id) do update set body = excluded.body').run(
        record.id,
        JSON.stringify(record),
      )
    },
    async certificates() {
      return db
        .prepare<[], { body: string }>('select body from certificate order by rowid')
        .all()
        .map((row) => JSON.parse(row.body) as CertificateRecord)
    },
    async putCertificate(record) {
      db.prepare('insert into certificate values (?, ?) on conflict (id) do update set body = excluded.body').run(
        record.id,
        JSON.stringify(record),
      )
    },
    async sessionById(id) {
      const row = db.prepare<[string, string], { body: string }>('select body from session where body ->> ? = ?').get('$.id', id)
      return row && (JSON.parse(row.body) as SessionRecord)
    },
    async sessionsOf(user) {
      return db
        .prepare<[string], { body: string }>('select body from session where user = ? order by rowid desc')
        .all(user)
        .map((row) => JSON.parse(row.body) as SessionRecord)
    },
    close: () => db.close(),
  }
}
