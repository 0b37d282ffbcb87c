import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Folders whose tests start programs, browsers or outside tools: one file at a time, on built output. */
const real = ['check', 'sync', 'flow', 'conformance', 'hostile', 'fault', 'browser']
const within = (folders: readonly string[]): string[] => folders.map((folder) => `${folder}/**/*.test.ts`)

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
        test: { name: 'pure', include: ['**/*.test.ts'], exclude: ['dist/**', '.output/**', '**/node_modules/**', ...within(real)] },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: within(real),
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          globalSetup: ['support/prepare.ts'],
        },
      },
    ],
  },
})
