import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'
import { offline } from './offline.ts'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const server = `http://127.0.0.1:${process.env['HOCBA_PORT'] ?? '8080'}`

/** The element is embedded in pages that are not ours: its address is stable and it preloads nothing by absolute path. */
const element = 'hocba-verify'

// A build is for production also when tests started it: otherwise React and Lit come in their development form.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production'

/** Puts src/early.ts into the page as a script of its own, which waits for no other. */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const file = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'early')?.fileName
      return file === undefined
        ? []
        : [{ tag: 'script', attrs: { type: 'module', async: true, src: `/${file}` }, injectTo: 'head-prepend' }]
    },
  },
}

export default defineConfig({
  root: source('.'),
  plugins: [react(), early, offline],
  resolve: {
    alias: [{ find: /^@hocba\/shared\/(.+)$/, replacement: source('../shared/src/$1/index.ts') }],
    dedupe: ['yjs', 'react', 'react-dom'],
  },
  server: { proxy: { '/api': server, '/healthz': server, '/schemas': server, '/sync': { target: server, ws: true } } },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, dependencies, { hostId }) => (hostId.includes(element) || file.includes(element) ? [] : dependencies),
    },
    rolldownOptions: {
      input: { main: source('index.html'), early: source('src/early.ts'), [element]: source('src/element/index.ts') },
      output: {
        entryFileNames: (chunk) => (chunk.name === element ? `${element}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
})
