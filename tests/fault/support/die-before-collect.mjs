// Loaded with --import: when the file HOCBA_DIE_BEFORE_COLLECT names is there, the program kills itself at the first signed file that it
// keeps. The signature is on record then; its files are not yet in the store.
import { existsSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'

const { prepare } = Database.prototype
const flag = process.env.HOCBA_DIE_BEFORE_COLLECT ?? ''

Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql)
  if (!sql.startsWith('insert into artefact ')) return statement
  const { run } = statement
  statement.run = (...values) => {
    if (existsSync(flag)) {
      rmSync(flag)
      process.kill(process.pid, 'SIGKILL')
    }
    return run.apply(statement, values)
  }
  return statement
}
