import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toolPath } from './tools.ts'

/** LibreOffice without windows, with a profile of its own. */
export interface Office {
  /** Saves a file's content in another format, `name` telling its present one; `options` are those of `soffice`. */
  convert(name: string, content: string | Uint8Array, to: string, options?: readonly string[]): Promise<Uint8Array>
  close(): Promise<void>
}

/** `locale` is the one in which its cells are shown, as on a computer that is set to it: `vi-VN` has decimal commas. */
export async function openOffice(locale?: string): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-office-'))
  if (locale !== undefined) await setLocale(join(folder, 'profile', 'user'), locale)
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  return {
    async convert(name, content, to, options = []) {
      const source = join(folder, name)
      await writeFile(source, content)
      execFileSync(toolPath('soffice'), [profile, '--headless', ...options, '--convert-to', to, '--outdir', folder, source], {
        stdio: 'ignore',
      })
      return readFile(source.replace(/\.[a-z]+$/, `.${to.split(':')[0]}`))
    },
    close: () => rm(folder, { recursive: true }),
  }
}

async function setLocale(profile: string, locale: string): Promise<void> {
  const item = `<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>${locale}</value></prop></item>`
  const root = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
  await mkdir(profile, { recursive: true })
  await writeFile(
    join(profile, 'registrymodifications.xcu'),
    `<?xml version="1.0" encoding="UTF-8"?><oor:items ${root}>${item}</oor:items>`,
  )
}

export const cell = (value: string, attributes = 'office:value-type="string"'): string =>
  `<table:table-cell ${attributes}><text:p>${value}</text:p></table:table-cell>`
export const number = (value: number): string => cell(String(value), `office:value-type="float" office:value="${value}"`)
/** A cell that LibreOffice has taken for a day; `iso` is `2025-05-08`. */
export const day = (shown: string, iso: string): string =>
  cell(shown, `table:style-name="date" office:value-type="date" office:date-value="${iso}"`)
export const row = (...cells: readonly string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`

const namespaces = ['office', 'table', 'text', 'style']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ')
const styles = `<office:automatic-styles><number:date-style style:name="day"><number:day/><number:text>/</number:text><number:month/><number:text>/</number:text><number:year number:style="long"/></number:date-style><style:style style:name="date" style:family="table-cell" style:data-style-name="day"/></office:automatic-styles>`

/** A flat OpenDocument spreadsheet, which LibreOffice saves as .xlsx like any other. */
export function flat(sheets: Readonly<Record<string, readonly string[]>>): string {
  const tables = Object.entries(sheets).map(([name, rows]) => `<table:table table:name="${name}">${rows.join('')}</table:table>`)
  const more = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
  const kind = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
  const body = `<office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body>`
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${namespaces} ${more} ${kind}>${styles}${body}</office:document>`
}
