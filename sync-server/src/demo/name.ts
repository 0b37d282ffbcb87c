import type { Gender } from '@hocba/shared/school'
import type { Random } from './random.ts'

/** Family names about as frequent as in the north of the country. */
const families = [
  'Nguyễn',
  'Nguyễn',
  'Nguyễn',
  'Nguyễn',
  'Trần',
  'Trần',
  'Lê',
  'Lê',
  'Phạm',
  'Phạm',
  'Hoàng',
  'Vũ',
  'Vũ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Đinh',
  'Đinh',
  'Ngô',
  'Dương',
  'Lương',
  'Tạ',
  'Trịnh',
  'Phan',
  'Mai',
  'Lã',
] as const

const middles: Readonly<Record<Gender, readonly [string, ...string[]]>> = {
  male: ['Văn', 'Đức', 'Minh', 'Quang', 'Hữu', 'Gia', 'Tuấn', 'Thành', 'Duy', 'Việt', 'Xuân', 'Công', 'Bảo', 'Anh'],
  female: ['Thị', 'Thị', 'Ngọc', 'Thu', 'Phương', 'Thanh', 'Khánh', 'Minh', 'Hà', 'Bảo', 'Mai', 'Diệu', 'Thùy', 'Hải'],
}

/** Given names in the order of a Vietnamese class list, which goes by the given name. */
const givens: readonly [readonly [string, Gender], ...(readonly [string, Gender])[]] = [
  ['An', 'male'],
  ['An', 'female'],
  ['Anh', 'male'],
  ['Anh', 'female'],
  ['Ánh', 'female'],
  ['Bách', 'male'],
  ['Bình', 'male'],
  ['Châu', 'female'],
  ['Chi', 'female'],
  ['Cường', 'male'],
  ['Dung', 'female'],
  ['Dũng', 'male'],
  ['Dương', 'male'],
  ['Đạt', 'male'],
  ['Đăng', 'male'],
  ['Giang', 'female'],
  ['Hà', 'female'],
  ['Hải', 'male'],
  ['Hằng', 'female'],
  ['Hân', 'female'],
  ['Hiếu', 'male'],
  ['Hoa', 'female'],
  ['Hoàng', 'male'],
  ['Huệ', 'female'],
  ['Huy', 'male'],
  ['Huyền', 'female'],
  ['Hưng', 'male'],
  ['Khang', 'male'],
  ['Khánh', 'male'],
  ['Khoa', 'male'],
  ['Kiên', 'male'],
  ['Lam', 'female'],
  ['Lâm', 'male'],
  ['Lan', 'female'],
  ['Linh', 'female'],
  ['Long', 'male'],
  ['Ly', 'female'],
  ['Mai', 'female'],
  ['Mạnh', 'male'],
  ['Minh', 'male'],
  ['My', 'female'],
  ['Nam', 'male'],
  ['Nga', 'female'],
  ['Ngân', 'female'],
  ['Nghĩa', 'male'],
  ['Ngọc', 'female'],
  ['Nguyên', 'male'],
  ['Nhi', 'female'],
  ['Nhung', 'female'],
  ['Oanh', 'female'],
  ['Phong', 'male'],
  ['Phúc', 'male'],
  ['Phương', 'female'],
  ['Quân', 'male'],
  ['Quyên', 'female'],
  ['Quỳnh', 'female'],
  ['Sơn', 'male'],
  ['Tâm', 'female'],
  ['Thảo', 'female'],
  ['Thắng', 'male'],
  ['Thịnh', 'male'],
  ['Thu', 'female'],
  ['Thư', 'female'],
  ['Tiến', 'male'],
  ['Trang', 'female'],
  ['Trâm', 'female'],
  ['Trung', 'male'],
  ['Tú', 'male'],
  ['Tùng', 'male'],
  ['Uyên', 'female'],
  ['Vân', 'female'],
  ['Việt', 'male'],
  ['Vinh', 'male'],
  ['Vy', 'female'],
  ['Yến', 'female'],
]

export interface StudentName {
  readonly name: string
  readonly gender: Gender
}

/** `count` names without repetition, in class-list order: by given name, then family name. */
export function classList(count: number, random: Random): readonly StudentName[] {
  const drawn = new Map<string, StudentName & { readonly place: number }>()
  while (drawn.size < count) {
    const place = random.below(givens.length)
    const [given, gender] = givens[place] ?? givens[0]
    const family = random.pick(families)
    const middle = random.pick(middles[gender])
    if (middle === given || family === given) continue
    const name = `${family} ${middle} ${given}`.normalize('NFC')
    drawn.set(name, { name, gender, place: place * families.length + families.indexOf(family) })
  }
  return [...drawn.values()].toSorted((a, b) => a.place - b.place).map(({ name, gender }) => ({ name, gender }))
}
