/**
 * Why a socket did not open: the browser tells a page nothing but "1006", so the same question is asked over HTTP.
 * `later`: no network, or a server that is restarting or busy.
 */
export type Obstacle = 'signed-out' | 'forbidden' | 'unknown' | 'later'

const byStatus: Readonly<Record<number, Obstacle>> = { 401: 'signed-out', 403: 'forbidden', 404: 'unknown' }

export async function probe(gridId: string, ask: typeof fetch = fetch): Promise<Obstacle> {
  try {
    const response = await ask(`/api/grids/${encodeURIComponent(gridId)}`, { credentials: 'same-origin', cache: 'no-store' })
    return byStatus[response.status] ?? 'later'
  } catch {
    return 'later'
  }
}
