/** `npm run agent`: the signing agent on its holder's own computer, after `hocba agent pair`. */
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { folderOfData, standing } from './folder.mjs'
import { command, prepare, root } from './prepare.mjs'

await command(async () => {
  await prepare({ outputs: ['programs'] })
  process.env['HOCBA_DATA_DIR'] = folderOfData(process.env, standing(process.env, 'agent'))
  await import(pathToFileURL(join(root, 'signing-agent/dist/main.js')).href)
})
