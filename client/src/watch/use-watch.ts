import { useEffect, useState } from 'react'
import { api, withQuery } from '../app/api.ts'
import type { Finding, Line, LogHead, LogServer, Memory, Trouble } from './look.ts'

/** A head is asked for at the start, when the network comes back, and this often (milliseconds). */
const every = 60_000

const server: LogServer = {
  head: () => api.get<LogHead>('/api/log/checkpoint'),
  key: async () => (await api.get<{ readonly logKey: string }>('/api/trust')).logKey,
  consistency: async (from, to) =>
    (await api.get<{ readonly proof: readonly string[] }>(withQuery('/api/log/consistency', { from: String(from), to: String(to) }))).proof,
  witness: async (note) => (await api.post<{ readonly trouble: Trouble | null }>('/api/log/witness', { note })).trouble,
  lines: () => api.get<readonly Line[]>('/api/log/lines'),
}

/** Outlives signing out: it says nothing about anybody, and the next person is to be warned too. */
const memory: Memory = {
  get note() {
    return localStorage.getItem('hocba.log.note')
  },
  set note(note) {
    if (note !== null) localStorage.setItem('hocba.log.note', note)
  },
  get key() {
    return localStorage.getItem('hocba.log.key')
  },
  set key(key) {
    if (key !== null) localStorage.setItem('hocba.log.key', key)
  },
}

/** What is wrong with the school's log, if anything is; `accept` goes on with a line of history that a person has opened. */
export function useWatch(): { readonly finding: Finding | undefined; readonly accept: (user: string) => Promise<void> } {
  const [finding, setFinding] = useState<Finding>()
  useEffect(() => {
    let left = false
    const watch = async (): Promise<void> => {
      const { look } = await import('./look.ts')
      const found = await look(server, memory).catch(() => undefined) // no network: asked again
      if (!left && found) setFinding(found)
    }
    void watch()
    const timer = setInterval(() => void watch(), every)
    const again = (): void => void watch()
    window.addEventListener('online', again)
    return () => {
      left = true
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [])
  return { finding, accept }
}

/** What the server had said before is no longer so: the next page starts from what it says now. */
async function accept(user: string): Promise<void> {
  const { forgetConfirmed } = await import('../local/index.ts')
  await forgetConfirmed(user).catch(() => undefined) // where there is no database, nothing is kept
  memory.note = (await server.head()).note
  window.location.reload()
}
