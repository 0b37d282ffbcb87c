import { parseNote, proofText } from '@hocba/shared/log'
import { type DocumentParts, type Faces, Flow, momentOf, portrait, termName, textString } from '@hocba/shared/pdf'
import { encode } from 'uqr'
import { codeOf, shortCodeOf } from './code.ts'
import { type Receipt, receiptFormat } from './receipt.ts'

/** 66 mm: a module is about half a millimetre, which telephones read from paper. */
const codeWidth = 187
const labelWidth = 118

/** One page: what was frozen, by whom, and the proof of it for people, programs and cameras. */
export function receiptDocument(faces: Faces, receipt: Receipt): DocumentParts {
  const flow = new Flow(faces, portrait)
  heading(flow, receipt)
  freezing(flow, receipt)
  proof(flow, receipt)
  howTo(flow, receipt)
  flow.number(receipt.digest, `Mã băm của bản chốt ${receipt.grid.id}, phiên bản ${receipt.version}`, receipt.proof)
  return {
    title: `Biên nhận chốt bảng điểm ${receipt.grid.id}, phiên bản ${receipt.version}`,
    info: {
      HocbaFormat: `(${receiptFormat})`,
      HocbaDigest: `(${receipt.digest})`,
      HocbaLog: textString(proofText(receipt.proof)),
    },
    id: receipt.digest,
    createdAt: receipt.at,
    sheets: flow.sheets,
    fields: [],
  }
}

function heading(flow: Flow, { school, version }: Receipt): void {
  flow.write(school.authority, 12, { size: 11, within: flow.width })
  flow.write(school.name, 15, { face: 'bold', size: 12, within: flow.width })
  flow.write('BIÊN NHẬN CHỐT BẢNG ĐIỂM', 40, { face: 'bold', size: 17, align: 'center' })
  flow.write(version === 1 ? 'Bản chốt đầu tiên' : `Bản chốt sau chỉnh lý, phiên bản ${version}`, 18, {
    face: 'italic',
    size: 11,
    align: 'center',
  })
  flow.y += 12
}

function freezing(flow: Flow, receipt: Receipt): void {
  const { grid, cause } = receipt
  fact(flow, 'Bảng điểm', `${grid.subject.name}, lớp ${grid.class}, ${termName(grid.term)}, năm học ${receipt.year} (${grid.id})`)
  fact(flow, 'Số thứ tự, lượt', `${receipt.seq}, ${receipt.epoch}`)
  fact(flow, 'Thời điểm', momentOf(receipt.at))
  fact(flow, receipt.version === 1 ? 'Người chốt' : 'Người thực hiện', receipt.by)
  if ('order' in cause) fact(flow, 'Theo lệnh của', `${cause.by} (lệnh ${cause.order}): ${cause.reason}`)
  else fact(flow, 'Theo đề nghị chỉnh lý', cause.amendment)
  fact(flow, 'Mã băm (SHA-256)', receipt.digest)
}

function proof(flow: Flow, { proof: { index, path, note, leaf } }: Receipt): void {
  const parsed = parseNote(note)
  const size = parsed.ok ? parsed.value.checkpoint.size : 0
  flow.y += 10
  flow.write('Chứng minh trong nhật ký của trường', 16, { face: 'bold', size: 12 })
  flow.y += 4
  fact(flow, 'Vị trí', `mục ${index + 1}, dưới mốc ${size} mục`)
  fact(flow, 'Mục nhật ký', leaf, 7)
  fact(
    flow,
    'Mốc đã ký',
    note
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .join('\n'),
    8,
  )
  fact(flow, `Đường tới mốc (${path.length})`, path.join(' '), 6)
}

/** Label at the left, the value in as many lines as it needs. */
function fact(flow: Flow, label: string, value: string, size = 10.5): void {
  const lines = value.split('\n').flatMap((line) => flow.faces.wrap(line, flow.width - labelWidth, 'regular', size))
  const height = size * 1.28
  flow.need(height * Math.max(1, lines.length) + 4)
  flow.y += 4 + height
  flow.sheet.text(flow.left, flow.y, `${label}:`, { face: 'bold', size: 10 })
  for (const [at, line] of lines.entries()) {
    if (at > 0) flow.y += height
    flow.sheet.text(flow.left + labelWidth, flow.y, line, { size })
  }
}

function howTo(flow: Flow, receipt: Receipt): void {
  flow.y += 12
  flow.need(codeWidth)
  const top = flow.y
  const whole = codeOf(receipt.proof)
  drawCode(flow, whole ?? shortCodeOf(receipt.proof, receipt.register), flow.left, top)
  const left = flow.left + codeWidth + 14
  const paragraphs = [
    whole === undefined
      ? 'Mã QR chỉ chứa địa chỉ tra cứu và mốc nhật ký vì mục ghi quá dài; chứng minh đầy đủ nằm trong tệp PDF này.'
      : 'Mã QR chứa toàn bộ chứng minh ở trên: chỉ cần mã này và khóa nhật ký của trường (school.vkey) là kiểm tra được, không cần máy chủ.',
    'Kiểm tra: hocba audit receipt TỆP --key school.vkey, với TỆP là biên nhận này hoặc chữ đọc được từ mã QR. So với bản xuất nhật ký: hocba audit verify BẢN-XUẤT --key school.vkey --checkpoint TỆP.',
    `Tình trạng hiện nay của bản chốt: ${receipt.register}`,
    'Điều được chứng minh nằm trong mục nhật ký và mốc đã ký; họ tên và chữ khác trên trang này để tiện đọc.',
  ]
  flow.y = top + 6
  for (const paragraph of paragraphs) {
    for (const line of flow.faces.wrap(paragraph, flow.right - left, 'regular', 10)) {
      flow.y += 13
      flow.sheet.text(left, flow.y, line, { size: 10 })
    }
    flow.y += 6
  }
  flow.y = Math.max(flow.y, top + codeWidth)
}

/** Dark modules as one path; the quiet zone is four modules on every side. */
function drawCode({ sheet }: Flow, text: string, left: number, top: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const unit = codeWidth / size
  const fine = (value: number): string => value.toFixed(3)
  const runs = data.flatMap((row, y) =>
    runsOf(row).map(({ from, length }) => {
      const bottom = sheet.height - top - (y + 1) * unit
      return `${fine(left + from * unit)} ${fine(bottom)} ${fine(length * unit)} ${fine(unit)} re`
    }),
  )
  sheet.raw(`0 g ${runs.join(' ')} f`)
}

function runsOf(row: readonly boolean[]): readonly { readonly from: number; readonly length: number }[] {
  const runs: { from: number; length: number }[] = []
  row.forEach((isDark, at) => {
    const last = runs.at(-1)
    if (!isDark) return
    if (last && last.from + last.length === at) last.length += 1
    else runs.push({ from: at, length: 1 })
  })
  return runs
}
