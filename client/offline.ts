import { VitePWA } from 'vite-plugin-pwa'

/** Parts that work only with the server, or that are too heavy to fetch before anybody asks for them. */
const onDemand = ['**/plots-*.js', '**/checker-*.js', '**/lib-*.js', '**/hocba-verify.js', '**/*.wasm']

/**
 * The service worker: the page's own files are kept, so that a grid opens and reloads without a network.
 * Pages come from the network while there is one, so that a new version is seen at the next reload and an old shell
 * never meets new files. Browsers run service workers on loopback and TLS only.
 */
export const offline = VitePWA({
  strategies: 'generateSW',
  filename: 'service-worker.js',
  injectRegister: null, // src/local/worker.ts does it
  manifest: false,
  workbox: {
    globPatterns: ['index.html', 'favicon.svg', 'assets/*.{js,css}'],
    globIgnores: onDemand,
    maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
    directoryIndex: null,
    navigateFallback: null,
    clientsClaim: true,
    skipWaiting: false,
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
    runtimeCaching: [
      {
        // serialised into the worker as it stands, so it can name nothing outside itself
        urlPattern: ({ request, url }) =>
          request.mode === 'navigate' && !/^\/(?:api|sync|schemas|healthz|readyz|metrics)(?:\/|$)/.test(url.pathname),
        handler: 'NetworkOnly',
        options: { precacheFallback: { fallbackURL: '/index.html' } },
      },
    ],
  },
})
