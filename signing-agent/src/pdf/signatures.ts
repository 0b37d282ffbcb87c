import { type Signer, type SigningRole, fieldName } from '@hocba/shared/signing'
import type { Flow, Rect, SignatureField } from '@hocba/shared/pdf'

const box = { width: 158, height: 60, gap: 10 }
/** Wider, so that the words stand right of the third that the stamp covers. */
const leaderWidth = 189
/** The stamp's field: words of the certificate at its left, the ring at its right. */
export const stamp = { width: 178, height: 84, ring: 84 }
const blockHeight = 118

const headings: Readonly<Record<SigningRole, string>> = {
  'subject-teacher': 'GIÁO VIÊN BỘ MÔN',
  'homeroom-teacher': 'GIÁO VIÊN CHỦ NHIỆM',
  principal: 'HIỆU TRƯỞNG',
  organisation: 'CƠ QUAN, TỔ CHỨC',
}

/**
 * The block under a form: one empty signature field a signer, in signing order. The organisation's stamp covers the left third of
 * the principal's signature (ND30/2020 annex I) and is drawn last, since its widget is the last one.
 */
export function placeSignatures(flow: Flow, signers: readonly Signer[], placeAndDate: string): readonly SignatureField[] {
  const rows = signatureRows(signers)
  flow.need(rows.length * blockHeight + 18)
  flow.write(placeAndDate, 14, { face: 'italic', size: 10, align: 'right' })
  flow.y += 4
  const fields = new Map<number, SignatureField>()
  for (const row of rows) {
    for (const { position, x, width } of placeRow(flow, signers, row)) fields.set(position, drawBox(flow, signers, position, x, width))
    const principal = row.find((position) => signers[position]?.role === 'principal')
    const organisation = signers.findIndex((signer) => signer.role === 'organisation')
    const under = principal === undefined ? undefined : fields.get(principal)
    if (under !== undefined && organisation >= 0) fields.set(organisation, stampField(flow, signers, organisation, under.rect))
    flow.y += blockHeight
  }
  return signers.flatMap((_, position) => fields.get(position) ?? [])
}

/** More than two subject teachers get rows of their own, four in each. */
function signatureRows(signers: readonly Signer[]): readonly (readonly number[])[] {
  const teachers = signers.flatMap((signer, position) => (signer.role === 'subject-teacher' ? [position] : []))
  const others = signers.flatMap((signer, position) =>
    signer.role === 'homeroom-teacher' || signer.role === 'principal' ? [position] : [],
  )
  if (teachers.length <= 2) return [[...teachers, ...others]]
  const rows = Array.from({ length: Math.ceil(teachers.length / 4) }, (_, row) => teachers.slice(row * 4, row * 4 + 4))
  return [...rows, others]
}

interface Place {
  readonly position: number
  readonly x: number
  readonly width: number
}

function placeRow(flow: Flow, signers: readonly Signer[], row: readonly number[]): readonly Place[] {
  const principal = row.find((position) => signers[position]?.role === 'principal')
  const others = row.filter((position) => position !== principal)
  const end = flow.right - leaderWidth
  const room = principal === undefined ? flow.width : end - flow.left - (stamp.width - leaderWidth / 3) - box.gap
  const width = Math.min(box.width, room / Math.max(1, others.length) - box.gap)
  const places = others.map((position, index) => ({ position, x: flow.left + index * (width + box.gap), width }))
  return principal === undefined ? places : [...places, { position: principal, x: end, width: leaderWidth }]
}

function drawBox(flow: Flow, signers: readonly Signer[], position: number, x: number, width: number): SignatureField {
  const signer = signers[position]
  if (signer === undefined) throw new RangeError('no such signer')
  const { sheet, y } = flow
  const middle = x + width / 2
  const heading = signer.role === 'principal' ? signer.title.toLocaleUpperCase('vi') : headings[signer.role]
  sheet.text(middle, y + 10, heading, { face: 'bold', size: 10, align: 'center', within: width })
  sheet.text(middle, y + 20, '(Ký số)', { face: 'italic', size: 8.5, align: 'center' })
  sheet.text(middle, y + 26 + box.height + 14, signer.name, { face: 'bold', size: 10, align: 'center', within: width })
  return field(flow, signers, position, x, y + 26, width, box.height)
}

function stampField(flow: Flow, signers: readonly Signer[], position: number, principal: Rect): SignatureField {
  const [x0, y0, x1, y1] = principal
  const right = x0 + (x1 - x0) / 3
  const top = flow.paper.height - (y0 + y1) / 2 - stamp.height / 2
  return field(flow, signers, position, right - stamp.width, top, stamp.width, stamp.height)
}

function field(
  flow: Flow,
  signers: readonly Signer[],
  position: number,
  x: number,
  top: number,
  width: number,
  height: number,
): SignatureField {
  const signer = signers[position]
  const bottom = flow.paper.height - top - height
  return {
    name: fieldName(signers, position),
    label: signer === undefined ? '' : `Chữ ký số: ${signer.title}`,
    page: flow.page,
    rect: [x, bottom, x + width, bottom + height],
  }
}
