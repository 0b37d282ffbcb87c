import { createServer } from 'node:net'

/** Asks for the port and gives it back: whoever starts a second server learns that before anything is opened or made. */
export function demandPort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}
