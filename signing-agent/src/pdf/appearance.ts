import type { Signer } from '@hocba/shared/signing'
import type { Certificate } from '../certificate/subject.ts'
import { type Colour, type Rect, Sheet, momentOf, num, resourceOf, utf16Hex } from '@hocba/shared/pdf'
import { press } from './press.ts'
import { stamp } from './signatures.ts'

/** ND30/2020 annex I: a person's signature image is blue, the organisation's stamp red. */
const blue: Colour = [0.05, 0.2, 0.55]
const red: Colour = [0.8, 0.05, 0.08]

export interface AppearanceFacts {
  readonly signer: Signer
  readonly certificate: Certificate
  /** RFC 3339 with zone. */
  readonly time: string
}

/** A holder signs a whole class within a second: what was drawn last is drawn once. */
const last = new WeakMap<Certificate, { readonly of: string; readonly content: Uint8Array }>()

/** Content of the appearance stream in a box as large as the field; never an opaque ground, so that nothing is hidden. */
export function appearance(facts: AppearanceFacts, rect: Rect): Uint8Array {
  const of = JSON.stringify([facts.signer, facts.time, rect[2] - rect[0], rect[3] - rect[1]])
  const known = last.get(facts.certificate)
  if (known?.of === of) return known.content
  const content = draw(facts, rect)
  last.set(facts.certificate, { of, content })
  return content
}

function draw(facts: AppearanceFacts, rect: Rect): Uint8Array {
  const sheet = new Sheet(press.faces, rect[2] - rect[0], rect[3] - rect[1])
  if (facts.signer.role === 'organisation') drawStamp(sheet, facts)
  else drawPerson(sheet, facts)
  return sheet.content()
}

function drawPerson(sheet: Sheet, facts: AppearanceFacts): void {
  sheet.line(1, 2, 1, sheet.height - 2, 1.4, blue)
  const x = facts.signer.role === 'principal' ? sheet.width / 3 + 5 : 6
  writeFacts(sheet, facts, { x, width: sheet.width - x - 2, colour: blue })
}

interface TextBox {
  readonly x: number
  readonly width: number
  readonly colour: Colour
}

function writeFacts(sheet: Sheet, { signer, certificate, time }: AppearanceFacts, { x, width, colour }: TextBox): void {
  const small = 6.4
  const lines = [
    ...(signer.role === 'organisation' || signer.title === signer.name ? [] : [signer.title]),
    ...press.faces.wrap(`Cấp bởi: ${certificate.issuerName}`, width, 'regular', small),
    ...press.faces.wrap(`Số: ${certificate.serialHex}`, width, 'regular', small),
    `Thời gian: ${momentOf(time)}`,
  ]
  const names = press.faces.wrap(`Ký bởi: ${certificate.commonName}`, width, 'bold', 7.4)
  const height = names.length * 8.6 + lines.length * 7.6
  let y = Math.max(0, (sheet.height - height) / 2)
  for (const line of names) {
    y += 8.6
    sheet.text(x, y - 1.5, line, { face: 'bold', size: 7.4, colour, within: width })
  }
  for (const line of lines) {
    y += 7.6
    sheet.text(x, y - 1.5, line, { size: small, colour, within: width })
  }
}

/** Two rings, the school's name along them, a star: strokes and letters only. */
function drawStamp(sheet: Sheet, facts: AppearanceFacts): void {
  const radius = stamp.ring / 2 - 1.5
  const x = sheet.width - stamp.ring / 2
  const y = sheet.height / 2
  writeFacts(sheet, facts, { x: 2, width: sheet.width - stamp.ring - 6, colour: red })
  sheet.raw(`${red.map(num).join(' ')} RG ${red.map(num).join(' ')} rg`)
  circle(sheet, x, y, radius, 1.7)
  circle(sheet, x, y, radius - 3, 0.5)
  circle(sheet, x, y, radius - 15, 0.5)
  arcText(sheet, facts.signer.name.toLocaleUpperCase('vi'), x, y, radius - 12)
  star(sheet, x, y + 3, 9)
  sheet.text(x, sheet.height - (y - 14), 'CHỮ KÝ SỐ', { face: 'bold', size: 6.2, align: 'center', colour: red })
}

/** A circle of four Bézier curves. */
function circle(sheet: Sheet, x: number, y: number, radius: number, weight: number): void {
  const k = radius * 0.5523
  const point = (dx: number, dy: number): string => `${num(x + dx)} ${num(y + dy)}`
  sheet.raw(
    `${num(weight)} w ${point(radius, 0)} m ${point(radius, k)} ${point(k, radius)} ${point(0, radius)} c ` +
      `${point(-k, radius)} ${point(-radius, k)} ${point(-radius, 0)} c ${point(-radius, -k)} ${point(-k, -radius)} ${point(0, -radius)} c ` +
      `${point(k, -radius)} ${point(radius, -k)} ${point(radius, 0)} c S`,
  )
}

/** Letters one by one along the upper arc, at most 300 degrees of it. */
function arcText(sheet: Sheet, text: string, x: number, y: number, radius: number): void {
  const arc = (300 / 180) * Math.PI * radius
  const size = Math.min(9, (9 * arc) / (press.faces.width('bold', 9, text) * 1.12))
  const advances = Array.from(text, (letter) => press.faces.width('bold', size, letter) * 1.12)
  const total = advances.reduce((sum, advance) => sum + advance, 0)
  let along = -total / 2
  Array.from(text).forEach((letter, index) => {
    const advance = advances[index] ?? 0
    const angle = -(along + advance / 2) / radius
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const half = advance / 2.24
    const px = x - radius * sin - half * cos
    const py = y + radius * cos - half * sin
    sheet.raw(
      `BT ${resourceOf('bold')} ${num(size)} Tf ${fine(cos)} ${fine(sin)} ${fine(-sin)} ${fine(cos)} ${num(px)} ${num(py)} Tm <${utf16Hex(letter)}> Tj ET`,
    )
    along += advance
  })
}

const fine = (value: number): string => String(Math.round(value * 10_000) / 10_000)

function star(sheet: Sheet, x: number, y: number, radius: number): void {
  const points = Array.from({ length: 10 }, (_, index) => {
    const length = index % 2 === 0 ? radius : radius * 0.382
    const angle = Math.PI / 2 + (index * Math.PI) / 5
    return `${num(x + length * Math.cos(angle))} ${num(y + length * Math.sin(angle))}`
  })
  sheet.raw(`0.8 w ${points.map((point, index) => `${point} ${index === 0 ? 'm' : 'l'}`).join(' ')} s`)
}
