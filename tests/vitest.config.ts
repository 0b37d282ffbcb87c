import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: source('.'),
  resolve: { alias: [{ find: /^@hocba\/shared\/(.+)$/, replacement: source('../shared/src/$1/index.ts') }] },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['dist/**', '.output/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
