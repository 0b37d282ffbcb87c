/** What a file may hold at most, checked while it is read, before any tree or other parser sees it. */
export const xmlLimits = { depth: 64, attributes: 64, elements: 50_000, namespaces: 16 } as const

/** 16 MiB for either kind of file. */
export const sizeLimit = 16 * 1024 * 1024

/** Why a text is no file of this profile; `check` names the line of the report it belongs to. */
export class XmlRefusal extends Error {
  override readonly name = 'XmlRefusal'
  readonly check: 'xml.wellformed' | 'xml.plain' | 'xml.limits'

  constructor(check: XmlRefusal['check'], message: string) {
    super(message)
    this.check = check
  }
}
