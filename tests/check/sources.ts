import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The TypeScript files below a folder of the repository, by path from its top. */
export const sourcesBelow = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\/(dist|node_modules|\.output)\//.test(file))

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The text without comments: rules are about code, and comments may name what code must not. */
export const codeOf = (path: string): string =>
  textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '$1')

/** README, the documents of `.github` and everything in `shared/docs`. */
export const documentsOf = (): readonly string[] => [
  'README.md',
  ...['.github', 'shared/docs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
]

/** The ids of rules in a document; `CODE-5 to 8` names four. */
export const rulesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\b([A-Z]{2,})-(\d+)(?: to (\d+))?/g)].flatMap(([, prefix = '', from = '', to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${prefix}-${Number(from) + index}`),
  )
