import { join, resolve } from 'node:path'
import { root } from './prepare.mjs'

/**
 * Where the person stood when typing the command: npm starts scripts in the repository and keeps the place in INIT_CWD.
 * A script that is started by another npm script inherits that variable and must not use it.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} script
 */
export const standing = (env, script) => (env['npm_lifecycle_event'] === script ? (env['INIT_CWD'] ?? process.cwd()) : process.cwd())

/**
 * The data folder: HOCBA_DATA_DIR as the person wrote it, `data` in the repository otherwise.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [from]
 */
export const folderOfData = (env, from = process.cwd()) =>
  env['HOCBA_DATA_DIR'] === undefined ? join(root, 'data') : resolve(from, env['HOCBA_DATA_DIR'])
