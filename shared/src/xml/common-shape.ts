import { type School, type SubjectId, subjectIds } from '../school/index.ts'
import { type Signer, signingRoles } from '../signing/index.ts'
import { oneOf, patterned, text } from './scalar.ts'
import { field, record } from './structure.ts'

/** SHA-256 in lower-case hex. */
export const digest = patterned('[0-9a-f]{64}')

export const day = patterned('[0-9]{4}-[0-9]{2}-[0-9]{2}')

/** RFC 3339 with a zone. */
export const instant = patterned('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+\\-][0-9]{2}:[0-9]{2})')

export const schoolYear = patterned('[0-9]{4}-[0-9]{4}')

export const subjectId = oneOf<SubjectId>(subjectIds)

export const school = record<School>({
  id: field('Ma', text),
  name: field('Ten', text),
  authority: field('CoQuanQuanLy', text),
  place: field('DiaDanh', text),
})

export const signer = record<Signer>({
  role: field('VaiTro', oneOf(signingRoles)),
  person: field('TaiKhoan', text),
  name: field('HoTen', text),
  title: field('ChucDanh', text),
  uid: field('MaChuThe', text),
})
