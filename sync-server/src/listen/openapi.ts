import { z } from 'zod'
import type { Route } from './route.ts'

const security: Readonly<Record<Route['access'], readonly object[]>> = {
  public: [],
  session: [{ cookie: [] }, { bearer: [] }],
  fresh: [{ cookie: [] }, { bearer: [] }],
  agent: [{ agent: [] }],
}

/** The description of exactly the routes that are mounted. */
export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method.toLowerCase()] = operation(route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hocba sync-server',
      version: '1',
      description: 'Errors are RFC 9457 problems with a code; see shared/docs/PROTOCOL.md.',
    },
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'hocba_session' },
        bearer: { type: 'http', scheme: 'bearer' },
        agent: { type: 'http', scheme: 'bearer', description: 'The signing agent’s own token' },
      },
    },
  }
}

function operation(route: Route): object {
  const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    summary: route.summary,
    security: security[route.access],
    ...(route.asks === undefined ? {} : { 'x-hocba-asks': route.asks }),
    ...(route.access === 'fresh' ? { description: 'Needs a sign-in less than five minutes old (403 session.step-up).' } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: z.toJSONSchema(route.body, { io: 'input' }) } } } }
      : {}),
    responses: { default: { description: 'A JSON answer, or application/problem+json' } },
  }
}
