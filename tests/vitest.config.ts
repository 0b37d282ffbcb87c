import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Folders whose tests start programs, browsers or outside tools, on built output: two files at a time. */
const paired = ['check', 'flow', 'conformance', 'browser']

/** Folders whose tests look at how long an answer takes and what it costs: one file at a time. */
const real = ['sync', 'hostile', 'fault']
const within = (folders: readonly string[]): string[] => folders.map((folder) => `${folder}/**/*.test.ts`)

/** A poll ends with what it waits for; its limit is for what never comes, and one second is short on a busy machine. */
const patient = { testTimeout: 180_000, hookTimeout: 240_000, expect: { poll: { timeout: 30_000 } }, globalSetup: ['support/prepare.ts'] }

export default defineConfig({
  root: source('.'),
  cacheDir: source('../node_modules/.vite'),
  resolve: { alias: [{ find: /^@hocba\/shared\/(.+)$/, replacement: source('../shared/src/$1/index.ts') }] },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['**/*.test.ts'],
          exclude: ['dist/**', '.output/**', '**/node_modules/**', ...within([...paired, ...real])],
        },
      },
      {
        extends: true,
        test: { name: 'paired', include: within(paired), ...patient, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: within(real),
          ...patient,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
