// Loaded with --import: when the file HOCBA_DIE_BEFORE_SENDING names is there, the agent kills itself at the first letter that its
// outbox holds. The pair is signed and kept then; the server has not heard of it.
import { existsSync, rmSync } from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const { rename } = files
const flag = process.env.HOCBA_DIE_BEFORE_SENDING ?? ''

files.rename = async (from, to) => {
  await rename(from, to)
  if (!String(to).endsWith('.letter') || !existsSync(flag)) return
  rmSync(flag)
  process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()
