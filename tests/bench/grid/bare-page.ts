import { readFile } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { extname, join } from 'node:path'
import { build } from 'vite'
import { freePort } from '../../support/school.ts'

/** A page with AG Grid alone, under the same measurement as ours. */
export interface BarePage {
  readonly url: string
  stop(): void
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** `sheet`: what its grid shows. Run from the folder of the repository. */
export async function startBarePage(sheet: object): Promise<BarePage> {
  const output = join(process.cwd(), 'tests/.output/bench/bare')
  await build({
    configFile: false,
    root: join(process.cwd(), 'tests/bench/grid/bare'),
    logLevel: 'warn',
    mode: 'production',
    build: { outDir: output, emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_000 },
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://bare').pathname
    const name = path === '/' ? '/index.html' : path
    response.setHeader('cache-control', name.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache')
    response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream')
    response.end(name === '/sheet.json' ? JSON.stringify(sheet) : await readFile(join(output, name)).catch(() => ''))
  }
  const server = createServer((request, response) => void answer(request, response))
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}
