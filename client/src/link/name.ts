const suffix = '.remarks'

/** A grid's second document (contract, WebSocket). */
export const remarksName = (gridId: string): string => gridId + suffix

/** The grid that a document belongs to. */
export const gridOf = (name: string): string => (name.endsWith(suffix) ? name.slice(0, -suffix.length) : name)
