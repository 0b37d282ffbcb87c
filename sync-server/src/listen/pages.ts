import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { contentPolicy } from './policy.ts'

/** Names of files end in a small-lettered ending; the address of a grid, `/grids/2025-6A.TOAN.HK2`, is a page. */
const isFile = /\.[a-z]+[0-9]?$/
const isProgram = /^\/(api|sync|schemas|healthz|readyz|metrics)(\/|$)/

/** The place in client/index.html where scripts find the nonce. */
const emptyNonce = 'property="csp-nonce" nonce=""'

/** The single-page client: every address that is not a file, API or socket is answered with its one page. */
export async function servePages(app: FastifyInstance, pages: string, unknown: (reply: FastifyReply) => FastifyReply): Promise<void> {
  const built = existsSync(pages)
  if (built) {
    await app.register(files, {
      root: pages,
      index: false,
      setHeaders: (reply, path) => {
        reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    for (const path of ['/', '/index.html']) app.get(path, async (_request, reply) => sendPage(reply, pages))
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !isProgram.test(request.url) && !isFile.test(request.url.split('?')[0] ?? '')
    return wantsPage && built ? sendPage(reply, pages) : unknown(reply)
  })
}

/**
 * A nonce for every answer. Without `etag` it is never confirmed by a 304, which would put a new header over an old page;
 * what the service worker keeps has header and page of one answer.
 */
async function sendPage(reply: FastifyReply, pages: string): Promise<FastifyReply> {
  const nonce = randomBytes(18).toString('base64')
  const page = await readFile(join(pages, 'index.html'), 'utf8')
  return reply
    .headers({ 'content-security-policy': contentPolicy(nonce), 'cache-control': 'no-cache' })
    .type('text/html; charset=utf-8')
    .send(page.replace(emptyNonce, `property="csp-nonce" nonce="${nonce}"`))
}
