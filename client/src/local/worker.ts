import { workerAddress } from '../app/trusted.ts'

/**
 * Keeps the page's own files for work without a network (service-worker.js, made by the build).
 * Browsers allow it on loopback and TLS only; elsewhere, or where it is denied, the page works as long as the server answers.
 */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register(workerAddress('/service-worker.js'), { scope: '/' }).catch(() => undefined)
}
