import type { Artefact, Batch, Collected, StoredJob, TranscriptRecord, TranscriptStore, TranscriptWriter } from '../port.ts'
import { openSqlite, statementsOf } from './open.ts'

const schema = `
create table if not exists job (
  id text primary key, subject text not null, version integer not null, position integer not null, kind text not null,
  person text not null, state text not null, body text not null, unique (subject, version, position)
) strict;
create index if not exists job_by_person on job (person, state);
create table if not exists batch (id text primary key, body text not null) strict;
create table if not exists artefact (
  sha256 text primary key, subject text not null, version integer not null, kind text not null, signatures integer not null, bytes blob not null,
  unique (subject, version, kind, signatures)
) strict;
create table if not exists transcript (
  id text primary key, student text not null, class text not null, year text not null, digest text not null unique, body text not null, bytes blob not null
) strict;
create index if not exists transcript_by_class on transcript (class, year);
create trigger if not exists artefact_is_kept before update on artefact begin select raise(abort, 'a signed file is never changed'); end;
`

const byIds = (table: 'job' | 'transcript'): string =>
  `select body from json_each(?) as wanted join ${table} as found on found.id = wanted.value order by wanted.key`
const countOf = 'select count(*) from json_each(?) as wanted join job on job.id = wanted.value where job.state = ?'

/** The one connection that writes. */
export function sqliteTranscriptWriter(path: string): TranscriptWriter {
  const db = openSqlite(path, schema)
  const addJob = db.prepare('insert into job values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing')
  // What is signed stays signed and what has lapsed is not due again, whatever the job was when somebody looked at it.
  const setJob = db.prepare(
    "update job set state = @state, body = @body where id = @id and (@state = 'done' or state not in ('done', 'lapsed'))",
  )
  const addArtefact = db.prepare('insert into artefact values (?, ?, ?, ?, ?, ?)')
  const setTranscript = db.prepare('update transcript set body = ? where id = ?')
  const addTranscript = db.prepare('insert into transcript values (?, ?, ?, ?, ?, ?, ?)')

  const openJobs = db.transaction((jobs: readonly StoredJob[]) => {
    for (const job of jobs) addJob.run(job.id, job.subject, job.version, job.position, job.kind, job.person, job.state, JSON.stringify(job))
  })
  const setJobs = db.transaction((jobs: readonly StoredJob[]) => {
    for (const job of jobs) setJob.run({ state: job.state, body: JSON.stringify(job), id: job.id })
  })
  const putTranscripts = db.transaction((records: readonly TranscriptRecord[]) => {
    for (const record of records) setTranscript.run(JSON.stringify(record), record.id)
  })
  const collect = db.transaction((signatures: readonly Collected[]) => {
    for (const { artefacts, jobs, transcript } of signatures) {
      for (const { sha256, subject, version, kind, signatures: count, bytes } of artefacts)
        addArtefact.run(sha256, subject, version, kind, count, bytes)
      setJobs(jobs)
      if (transcript) putTranscripts([transcript])
    }
  })
  const createTranscripts = db.transaction((records: Parameters<TranscriptStore['createTranscripts']>[0], jobs: readonly StoredJob[]) => {
    for (const { record, bytes } of records)
      addTranscript.run(record.id, record.student, record.class, record.year, record.digest, JSON.stringify(record), bytes)
    openJobs(jobs)
  })

  const putBatch = db.prepare('insert into batch values (?, ?) on conflict (id) do update set body = excluded.body')

  return {
    async openJobs(jobs) {
      openJobs(jobs)
    },
    async setJobs(jobs) {
      setJobs(jobs)
    },
    async putBatch(batch) {
      putBatch.run(batch.id, JSON.stringify(batch))
    },
    async collect(signed) {
      collect(signed)
    },
    async createTranscripts(records, jobs) {
      createTranscripts(records, jobs)
    },
    async putTranscripts(records) {
      putTranscripts(records)
    },
    async close() {
      db.close()
    },
  }
}

/** What is durable, read over a connection of its own; what is written goes through `open`, which may be a thread. */
export function sqliteTranscripts(path: string, open: (path: string) => TranscriptWriter = sqliteTranscriptWriter): ClosableTranscripts {
  const db = openSqlite(path, schema)
  db.pragma('query_only = on')
  const statement = statementsOf(db)
  const { close, ...writer } = open(path)
  return {
    ...writer,
    async job(id) {
      const row = statement<[string], Body>('select body from job where id = ?').get(id)
      return row && parse<StoredJob>(row)
    },
    async jobsById(ids) {
      return statement<[string], Body>(byIds('job'))
        .all(JSON.stringify(ids))
        .map((row) => parse<StoredJob>(row))
    },
    async countJobs(ids, state) {
      return statement<[string, string], number>(countOf).pluck().get(JSON.stringify(ids), state) ?? 0
    },
    async jobs({ states, ...filter }) {
      const { where, values } = whereOf({ ...filter, state: states })
      return statement<unknown[], Body>(`select body from job ${where} order by rowid`)
        .all(...values)
        .map((row) => parse<StoredJob>(row))
    },
    async batch(id) {
      const row = statement<[string], Body>('select body from batch where id = ?').get(id)
      return row && parse<Batch>(row)
    },
    async batchesUnderWay() {
      return statement<[], Body>("select body from batch where body ->> '$.state' = 'signing' order by rowid")
        .all()
        .map((row) => parse<Batch>(row))
    },
    async artefact(subject, version, kind) {
      return statement<[string, number, string], Artefact>(
        'select subject, version, kind, bytes, sha256, signatures from artefact where subject = ? and version = ? and kind = ? order by signatures desc limit 1',
      ).get(subject, version, kind)
    },
    async artefacts() {
      return statement<[], Omit<Artefact, 'bytes'>>('select subject, version, kind, sha256, signatures from artefact order by rowid').all()
    },
    async artefactBytes(sha256) {
      return statement<[string], Buffer>('select bytes from artefact where sha256 = ?').pluck().get(sha256)
    },
    async artefactBySha256(sha256) {
      return statement<[string], Omit<Artefact, 'bytes'>>(
        'select subject, version, kind, sha256, signatures from artefact where sha256 = ?',
      ).get(sha256)
    },
    async transcript(id) {
      const row = statement<[string], Body>('select body from transcript where id = ?').get(id)
      return row && parse<TranscriptRecord>(row)
    },
    async transcriptsById(ids) {
      return statement<[string], Body>(byIds('transcript'))
        .all(JSON.stringify(ids))
        .map((row) => parse<TranscriptRecord>(row))
    },
    async transcripts(filter) {
      const { where, values } = whereOf(filter)
      return statement<unknown[], Body>(`select body from transcript ${where} order by rowid`)
        .all(...values)
        .map((row) => parse<TranscriptRecord>(row))
    },
    async transcriptBytes(id) {
      return statement<[string], { bytes: Buffer }>('select bytes from transcript where id = ?').get(id)?.bytes
    },
    async close() {
      db.close()
      await close()
    },
  }
}

type ClosableTranscripts = TranscriptStore & { close(): Promise<void> }

interface Body {
  readonly body: string
}

const parse = <T>(row: Body): T => JSON.parse(row.body) as T

/** Of each column the one value that is wanted, or several. */
function whereOf(filter: Readonly<Record<string, string | readonly string[] | undefined>>): { where: string; values: string[] } {
  const wanted = Object.entries(filter).flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]))
  const conditions = wanted.map(({ column, value }) =>
    typeof value === 'string' ? `${column} = ?` : `${column} in (select value from json_each(?))`,
  )
  return {
    where: conditions.length ? `where ${conditions.join(' and ')}` : '',
    values: wanted.map(({ value }) => (typeof value === 'string' ? value : JSON.stringify(value))),
  }
}
