import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cellsGrammar } from './cells.ts'
import { remarksGrammar } from './remarks.ts'
import type { Grammar, GrammarName, Input, State } from './target.ts'

/**
 * Inputs that once passed, or are known to hurt a server without a gate; every one stays for ever. A file holds lines of
 * `word value`: `says` (what it is), `outcome` (of the judgement), `user`, `owner` (client id and person, any number),
 * `document` and `update` (Yjs V1, base64).
 */
export interface Case extends Input {
  readonly name: string
  readonly says: string
  readonly outcome: string
  readonly state: State
}

export const grammars: Readonly<Record<GrammarName, Grammar>> = { cells: cellsGrammar, remarks: remarksGrammar }

const ending = '.case'

/** `root`: the repository, when this file does not lie in it (a bundle). */
export const corpusFolder = (grammar: GrammarName, root = fileURLToPath(new URL('../..', import.meta.url))): string =>
  join(root, 'tests/corpus/gate', grammar)

export const readCorpus = (grammar: GrammarName): readonly Case[] =>
  readdirSync(corpusFolder(grammar))
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .map((file) => readCase(file.slice(0, -ending.length), readFileSync(join(corpusFolder(grammar), file), 'utf8')))

function readCase(name: string, text: string): Case {
  const lines = text.split('\n').filter((line) => line !== '')
  const values = (word: string): string[] => lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))
  const value = (word: string): string => values(word)[0] ?? ''
  const owners = values('owner').map((line): [number, string] => [Number(line.split(' ')[0]), line.split(' ')[1] ?? ''])
  return {
    name,
    says: value('says'),
    outcome: value('outcome'),
    user: value('user'),
    update: bytes(value('update')),
    state: { document: bytes(value('document')), owners: new Map(owners) },
  }
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64')

/** Keeps a case; returns the file. */
export function writeCase(folder: string, { name, says, outcome, user, update, state }: Case): string {
  const owners = [...state.owners].map(([client, owner]) => `owner ${client} ${owner}`)
  const lines = [
    `says ${says}`,
    `outcome ${outcome}`,
    `user ${user}`,
    ...owners,
    `document ${base64(state.document)}`,
    `update ${base64(update)}`,
  ]
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}${ending}`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
