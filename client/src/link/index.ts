export { type Presence, ownAwareness, presenceOf } from './awareness.ts'
export { emptyStep2, updateFrame } from './frame.ts'
export { GridLink, type LinkEvents } from './link.ts'
export { type Obstacle, probe } from './probe.ts'
