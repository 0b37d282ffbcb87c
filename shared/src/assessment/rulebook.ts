/** A point that the text of the circular leaves open and how this product reads it; printed in explanations. */
export interface Ruling {
  readonly choice: string
  readonly article: string
  readonly text: string
}

export type RulingName =
  | 'rounding'
  | 'yearAverage'
  | 'missingTerm'
  | 'missingAssessment'
  | 'adjustment'
  | 'adjustmentSubject'
  | 'reassessment'
  | 'bothNotYet'

export type RulebookId = 'TT22/2021' | 'TT27/2020'

/** Where Circular 27 (primary school) leaves something open. */
export type PrimaryRulingName = 'yearEnd' | 'undecided' | 'competences' | 'recognition' | 'reassessment'

/** The rules in force for a class in a school year. A new circular is a new rulebook; an old year keeps its own. */
export interface Rulebook<Name extends string = string> {
  readonly id: RulebookId
  readonly name: string
  /** Grade -> first school year; the circular came into force grade by grade. */
  readonly firstYear: ReadonlyMap<number, number>
  readonly rulings: Readonly<Record<Name, Ruling>>
}

export const circular22: Rulebook<RulingName> = {
  id: 'TT22/2021',
  name: 'Thông tư 22/2021/TT-BGDĐT',
  firstYear: new Map([
    [6, 2021],
    [7, 2022],
    [10, 2022],
    [8, 2023],
    [11, 2023],
    [9, 2024],
    [12, 2024],
  ]),
  rulings: {
    rounding: {
      choice: 'half-up-in-tenths',
      article: 'Điều 5.3b',
      text: 'Làm tròn đến một chữ số thập phân, nửa làm tròn lên',
    },
    yearAverage: {
      choice: 'from-rounded-terms',
      article: 'Điều 9.1b',
      text: 'Trung bình cả năm tính từ trung bình học kì đã làm tròn',
    },
    missingTerm: {
      choice: 'year-undecided',
      article: 'Điều 9.1b',
      text: 'Thiếu một học kì thì kết quả cả năm để trống cho đến khi hiệu trưởng quyết định',
    },
    missingAssessment: {
      choice: 'undecided-until-entered',
      article: 'Điều 7.5',
      text: 'Ô trống không phải điểm 0: để trống cho đến khi kiểm tra bù, hoặc ghi 0 (Chưa đạt) khi không được bù',
    },
    adjustment: {
      choice: 'leave-one-out',
      article: 'Điều 9.3',
      text: 'Chỉ do một môn: bỏ riêng môn đó ra, các môn còn lại phải tự đủ điều kiện của mức cao hơn',
    },
    adjustmentSubject: {
      choice: 'comment-subject-counts',
      article: 'Điều 9.3',
      text: 'Môn đánh giá bằng nhận xét cũng là một môn học khi điều chỉnh mức',
    },
    reassessment: {
      choice: 'replaces-for-promotion-only',
      article: 'Điều 14',
      text: 'Kết quả đánh giá lại thay kết quả cả năm của môn đó chỉ để xét lên lớp',
    },
    bothNotYet: {
      choice: 'principal-decides',
      article: 'Điều 13, 14',
      text: 'Cả rèn luyện và học tập cùng Chưa đạt: hiệu trưởng quyết định có được đánh giá lại hay không',
    },
  },
}

export const circular27: Rulebook<PrimaryRulingName> = {
  id: 'TT27/2020',
  name: 'Thông tư 27/2020/TT-BGDĐT',
  firstYear: new Map([
    [1, 2020],
    [2, 2021],
    [3, 2022],
    [4, 2023],
    [5, 2024],
  ]),
  rulings: {
    yearEnd: {
      choice: 'end-of-year-only',
      article: 'Điều 9.2a',
      text: 'Kết quả cả năm xét theo mức và bài kiểm tra cuối năm học; học kì I không tính vào',
    },
    undecided: {
      choice: 'undecided-until-entered',
      article: 'Điều 9.2a',
      text: 'Còn ô trống thì chưa xếp kết quả giáo dục',
    },
    competences: {
      choice: 'from-grade-3',
      article: 'Điều 8',
      text: 'Năng lực công nghệ và tin học đánh giá từ lớp 3, khi môn Tin học và Công nghệ bắt đầu',
    },
    recognition: {
      choice: 'never-computed',
      article: 'Điều 13.1',
      text: 'Học sinh Tiêu biểu phải có thành tích hoặc tiến bộ rõ rệt và được tập thể lớp công nhận; không suy ra từ điểm',
    },
    reassessment: {
      choice: 'replaces-for-completion-only',
      article: 'Điều 11',
      text: 'Kết quả đánh giá bổ sung thay kết quả cuối năm chỉ để xét hoàn thành chương trình lớp học',
    },
  },
}

const rulebooks: readonly Rulebook[] = [circular22, circular27]

export const rulebookOf = (id: string): Rulebook | undefined => rulebooks.find((one) => one.id === id)

/** The rulebook of a grade in the school year that begins in `year` (`2025`), or `undefined` where none applies. */
export function rulebookFor(year: string, grade: number): Rulebook | undefined {
  return rulebooks.findLast((one) => {
    const first = one.firstYear.get(grade)
    return first !== undefined && first <= Number(year)
  })
}

/** `TT22/2021 Điều 9.1` */
export const articleOf = (rulebook: Pick<Rulebook, 'id'>, article: string): string => `${rulebook.id} Điều ${article}`

/** The ruling as a step of an explanation, with its article, so that nobody takes it for the circular's own words. */
export function rulingStep<Name extends string>(rulebook: Rulebook<Name>, name: Name): string {
  const ruling: Ruling = rulebook.rulings[name]
  return `Cách hiểu áp dụng (${ruling.article}): ${ruling.text}.`
}
