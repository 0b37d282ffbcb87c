/** `npm run -s hocba -- SUB …`: prepares without a word when nothing is stale, then hands over to the command line. */
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { folderOfData, standing } from './folder.mjs'
import { command, prepare, root } from './prepare.mjs'

await command(async () => {
  await prepare({ outputs: ['programs'] })
  const from = standing(process.env, 'hocba')
  process.env['HOCBA_DATA_DIR'] = folderOfData(process.env, from)
  // Files are named from where the person stands.
  process.chdir(from)
  await import(pathToFileURL(join(root, 'sync-server/dist/cli/main.js')).href)
})
