/**
 * Why a socket did not open: the browser tells a page nothing but "1006", so the same question is asked over HTTP.
 * `later`: no network, or a server that is restarting or busy.
 */
export type Obstacle = 'signed-out' | 'forbidden' | 'unknown' | 'later'

const byStatus: Readonly<Record<number, Obstacle>> = { 401: 'signed-out', 403: 'forbidden', 404: 'unknown' }

export async function probe(gridId: string, user: string, ask: typeof fetch = fetch): Promise<Obstacle> {
  const get = (path: string): Promise<Response> => ask(path, { credentials: 'same-origin', cache: 'no-store' })
  try {
    const me = await get('/api/me')
    if (me.status === 401 || (me.ok && !(await isOf(me, user)))) return 'signed-out'
    return byStatus[(await get(`/api/grids/${encodeURIComponent(gridId)}`)).status] ?? 'later'
  } catch {
    return 'later'
  }
}

/** Somebody else may have signed in with this browser meanwhile, in another window. */
async function isOf(response: Response, user: string): Promise<boolean> {
  const { user: present } = (await response.json()) as { readonly user: { readonly id: string } }
  return present.id === user
}
