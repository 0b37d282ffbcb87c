/** Trusted Types, where the browser has them; lib.dom knows their sinks as taking strings. */
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Required<Rules>
}

interface Rules {
  readonly createHTML?: (text: string) => string
  readonly createScriptURL?: (text: string) => string
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }

/** The names stand in the server's content policy too; each may be made once a page. */
const policy = (name: string, rules: Rules): Rules => trustedTypes?.createPolicy(name, rules) ?? rules

const worker = policy('hocba-worker', {
  createScriptURL(address) {
    if (address !== '/service-worker.js') throw new TypeError('no script of ours')
    return address
  },
})

const clipboard = policy('hocba-clipboard', { createHTML: (html) => html })

/** The address of the one worker that the page starts. */
export const workerAddress = (address: string): string => worker.createScriptURL?.(address) ?? address

/** What another program left on the clipboard: for a document that is never shown, where nothing of it runs. */
export const htmlToRead = (html: string): string => clipboard.createHTML?.(html) ?? html
