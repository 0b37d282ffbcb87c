/** What the libraries of the pages name their own policies, and ours: client/src/local/worker.ts, client/src/grid/clipboard.ts (ADR 12). */
const trusted = ['hocba-worker', 'hocba-clipboard', 'lit-html', 'ProseMirrorClipboard']

const directives = (nonce: string | undefined): readonly string[] => [
  `default-src 'self'`,
  // WebAssembly for the verifier; no script stands in a page.
  `script-src 'self' 'wasm-unsafe-eval'`,
  // The grid library adds its style elements at run time and is told the nonce.
  `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
  `img-src 'self' data:`,
  `font-src 'self' data:`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
  `form-action 'self'`,
  `require-trusted-types-for 'script'`,
  `trusted-types ${trusted.join(' ')}`,
]

/** What a browser may load and run. A page names a nonce of its own; no other answer has styles to allow. */
export const contentPolicy = (nonce?: string): string => directives(nonce).join('; ')

/** Nothing here needs a device of the person. */
const devices = ['camera', 'microphone', 'geolocation', 'display-capture', 'midi', 'payment', 'usb', 'serial', 'hid']

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': devices.map((device) => `${device}=()`).join(', '),
}
