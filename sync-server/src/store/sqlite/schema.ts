import { logSchema } from './log.ts'
import { treeSchema } from './tree.ts'

/** Of `gradebook.sqlite`. */
export const gradebookSchema = `
create table if not exists grid (
  grid text primary key, state text not null, epoch integer not null, seq integer not null, version integer not null
) strict;
create table if not exists snapshot (
  grid text not null references grid, version integer not null, seq integer not null, digest text not null unique,
  at text not null, bytes blob not null, primary key (grid, version)
) strict;
create table if not exists orders (id text primary key, body text not null) strict;
create table if not exists amendment (id text primary key, body text not null) strict;
create trigger if not exists snapshot_is_kept before update on snapshot begin select raise(abort, 'a snapshot is never changed'); end;
${logSchema}
${treeSchema}
`
