import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from 'vitest'

/** Programs that are not ours and check what we made; each with the Debian package that brings it. */
const packages = {
  chromium: 'chromium',
  xmlsec1: 'xmlsec1',
  pdfsig: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  pdftotext: 'poppler-utils',
  qpdf: 'qpdf',
  openssl: 'openssl',
  'softhsm2-util': 'softhsm2',
  soffice: 'libreoffice-calc',
  cc: 'gcc',
  python3: 'python3',
  javac: 'openjdk-17-jdk-headless',
  java: 'openjdk-17-jdk-headless',
} as const

export type Tool = keyof typeof packages

/** Where the program is, or `undefined`. `HOCBA_CHROMIUM` names a browser that is not on the path. */
export function pathOf(tool: Tool): string | undefined {
  const named = tool === 'chromium' ? process.env['HOCBA_CHROMIUM'] : undefined
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, tool)),
  ]
  return candidates.find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a tool inside `describeWith`, where it is known to exist. */
export function toolPath(tool: Tool): string {
  const path = pathOf(tool)
  if (path === undefined) throw new Error(`${tool} is missing: ${installCommand([tool])}`)
  return path
}

export const installCommand = (tools: readonly Tool[]): string =>
  `apt-get install ${[...new Set(tools.map((tool) => packages[tool]))].join(' ')}`

/** A suite that needs outside tools; without them it is skipped under a name that says what to type. */
export function describeWith(tools: Tool | readonly Tool[], name: string, suite: () => void): void {
  const needed = typeof tools === 'string' ? [tools] : tools
  const missing = needed.filter((tool) => pathOf(tool) === undefined)
  if (missing.length === 0) describe(name, suite)
  else describe.skip(`${name} [needs ${missing.join(', ')}: ${installCommand(missing)}]`, suite)
}
