import * as node from 'node:crypto'
import { nodeCryptography } from '@hocba/shared/verify'

/** What this program verifies files with. */
export const cryptography = nodeCryptography(node)
