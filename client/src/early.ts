/**
 * Runs before the page's own code has come, so that the code of a grid comes beside it and not after it:
 * the reload of a grid, with or without a network, is what a teacher waits for most often.
 */
const isGrid = /^\/grids\/[^/]+\/?$/.test(window.location.pathname)

if (isGrid) import('./freeze/grid-place.tsx').catch(() => undefined) // the page asks again, and says so in its place
