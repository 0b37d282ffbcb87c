/** What lets a library's own style elements through the content policy; the server puts it into every page. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
