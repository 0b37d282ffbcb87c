import { advice } from './advice.ts'
import { type Check, type VerifyReport, check, verdictOf } from './report.ts'

/**
 * An XML and a PDF file that were given together belong together: both must name the same digest. What the PDF shows is what the XML
 * holds only when they do, so a mismatch makes neither of them valid. Any other set of files stays as it is.
 */
export function pairReports(reports: readonly VerifyReport[]): readonly VerifyReport[] {
  const xml = reports.find(({ kind }) => kind === 'xml')
  const pdf = reports.find(({ kind }) => kind === 'pdf')
  if (reports.length !== 2 || xml === undefined || pdf === undefined) return reports
  const line = pairLine(xml, pdf)
  return reports.map((report) => withLine(report, line))
}

function pairLine(xml: VerifyReport, pdf: VerifyReport): Check {
  if (xml.digest === null || pdf.digest === null) {
    return check('pair.digest', 'note', 'Không đối chiếu được hai tệp: có tệp không nêu mã băm.')
  }
  if (xml.digest === pdf.digest) return check('pair.digest', 'passed', 'Tệp XML và tệp PDF cùng một bản chốt.')
  const found = `Mã băm khác nhau: XML ${xml.digest}, PDF ${pdf.digest}.`
  return check('pair.digest', 'failed', `${found} ${advice['pair.digest']}`)
}

function withLine(report: VerifyReport, line: Check): VerifyReport {
  const checks = [...report.checks, line]
  return { ...report, checks, verdict: verdictOf(checks) }
}
