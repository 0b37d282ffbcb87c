import {
  circular22,
  conductYear,
  promotion,
  rulebookFor,
  rulebookOf,
  studyAfterReassessment,
  studyLevel,
  termAverage,
  termComment,
  title,
  yearAverage,
  yearComment,
} from '@hocba/shared/assessment'
import { describe, expect, test } from 'vitest'
import { mark, scored, term, year } from './notation.ts'

describe('rulebook', () => {
  test.each([
    ['2020', 6, undefined],
    ['2021', 6, 'TT22/2021'],
    ['2022', 8, undefined],
    ['2023', 8, 'TT22/2021'],
    ['2025', 9, 'TT22/2021'],
    ['2025', 12, 'TT22/2021'],
    ['2025', 5, 'TT27/2020'],
    ['2023', 5, undefined],
    ['2020', 1, 'TT27/2020'],
    ['2025', 13, undefined],
  ])('RULE-1 year %s, grade %i', (startYear, grade, id) => {
    expect(rulebookFor(startYear, grade)?.id).toBe(id)
  })

  test('RULE-1 a rulebook is found by its id', () => {
    expect(rulebookOf('TT22/2021')).toBe(circular22)
    expect(rulebookOf('TT58/2011')).toBeUndefined()
  })

  test('RULE-2 every ruling is named, with choice, article and sentence', () => {
    expect(Object.entries(circular22.rulings).map(([name, ruling]) => [name, ruling.choice])).toEqual([
      ['rounding', 'half-up-in-tenths'],
      ['yearAverage', 'from-rounded-terms'],
      ['missingTerm', 'year-undecided'],
      ['missingAssessment', 'undecided-until-entered'],
      ['adjustment', 'leave-one-out'],
      ['adjustmentSubject', 'comment-subject-counts'],
      ['reassessment', 'replaces-for-promotion-only'],
      ['bothNotYet', 'principal-decides'],
    ])
    for (const ruling of Object.values(circular22.rulings)) expect(ruling.article).toMatch(/^Điều \d+/)
  })
})

describe('RULE-3 explanations', () => {
  test('a term average shows the formula, the quotient and the rounding', () => {
    expect(termAverage(term([7, 6, 6], 6.5, 6), 3)).toEqual({
      value: 63,
      rule: 'TT22/2021 Điều 9.1b',
      steps: [
        'Thường xuyên 7; 6; 6; giữa kì 6,5; cuối kì 6.',
        '(7 + 6 + 6 + 2 × 6,5 + 3 × 6) : (3 + 5) = 50 : 8 = 6,25.',
        'Làm tròn đến một chữ số thập phân, nửa làm tròn lên (Điều 5.3b): 6,3.',
      ],
    })
  })

  test('a missing assessment names what is missing and the ruling', () => {
    expect(termAverage(term([8, null], 8, null), 2).steps).toEqual([
      'Còn thiếu: thường xuyên (có 1), cuối kì.',
      'Cách hiểu áp dụng (Điều 7.5): Ô trống không phải điểm 0: để trống cho đến khi kiểm tra bù, hoặc ghi 0 (Chưa đạt) khi không được bù.',
    ])
  })

  test('a comment-assessed term counts its assessments', () => {
    expect(termComment({ tx: ['D', 'CD'], gk: 'D', ck: 'D' }, 2).steps).toEqual(['Đủ 4 lần đánh giá, 1 lần Chưa đạt: học kì Chưa đạt.'])
    expect(termComment({ tx: ['D', 'D'], gk: 'D', ck: 'D' }, 2).steps).toEqual(['Đủ 4 lần đánh giá, tất cả Đạt: học kì Đạt.'])
  })

  test('a year average names the ruling on rounded terms', () => {
    expect(yearAverage(mark(7.9), mark(8.3)).steps).toEqual([
      '(7,9 + 2 × 8,3) : 3 = 24,5 : 3 ≈ 8,1667.',
      'Cách hiểu áp dụng (Điều 9.1b): Trung bình cả năm tính từ trung bình học kì đã làm tròn.',
      'Làm tròn đến một chữ số thập phân, nửa làm tròn lên (Điều 5.3b): 8,2.',
    ])
    expect(yearAverage(null, mark(7)).steps[0]).toBe('Chưa có trung bình học kì I.')
    expect(yearComment(null).steps).toEqual(['Kết quả cả năm là kết quả học kì II: chưa có.'])
  })

  test('an adjusted level says why each higher level is missed and which subject is the cause', () => {
    expect(studyLevel(year([8, 8.2, 8.5, 9, 8.1, 8, 4.9, 7]))).toEqual({
      value: { level: 'K', adjusted: true },
      rule: 'TT22/2021 Điều 9.3',
      steps: [
        'Mức Tốt: chưa đủ, môn dưới 6,5: S7 4,9.',
        'Mức Khá: chưa đủ, môn dưới 5,0: S7 4,9.',
        'Mức Đạt: đủ điều kiện.',
        'Bỏ riêng S7 4,9, các môn còn lại đủ mức Tốt: thấp hơn 2 mức chỉ do một môn này.',
        'Cách hiểu áp dụng (Điều 9.3): Chỉ do một môn: bỏ riêng môn đó ra, các môn còn lại phải tự đủ điều kiện của mức cao hơn.',
        'Điều chỉnh lên mức liền kề: Khá (khoản 3 Điều 9).',
      ],
    })
  })

  test('a level adjusted for a comment-assessed subject names that ruling too', () => {
    const { steps } = studyLevel(year([8, 8.2, 8.5, 9, 8.1, 8, 7, 7], ['D', 'CD', 'D', 'D']))
    expect(steps).toContain('Cách hiểu áp dụng (Điều 9.3): Môn đánh giá bằng nhận xét cũng là một môn học khi điều chỉnh mức.')
  })

  test('a level one step down counts the high averages', () => {
    expect(studyLevel(year([7.9, 8.2, 8.5, 9, 8.1, 8, 6.5, 7])).steps).toEqual([
      'Mức Tốt: chưa đủ, mới có 5 môn từ 8,0 trở lên, cần 6.',
      'Mức Khá: đủ điều kiện.',
    ])
  })

  test('an undecided level names the subjects by their printed names', () => {
    expect(studyLevel([{ subject: 'TOAN', kind: 'scored', value: null }]).steps).toEqual(['Chưa có kết quả: Toán.'])
    expect(studyLevel([]).steps).toEqual(['Chưa có môn học nào.'])
  })

  test('conduct, title and promotion give their facts', () => {
    expect(conductYear('CD', 'T').steps).toEqual(['Học kì I Chưa đạt, học kì II Tốt: cả năm Khá.'])
    expect(conductYear('T', null).steps[0]).toBe('Chưa có kết quả rèn luyện học kì II.')
    expect(title({ study: 'T', conduct: 'T', results: scored(9, 9, 9, 9, 9, 9) }).steps).toEqual([
      'Học tập cả năm Tốt, rèn luyện cả năm Tốt.',
      '6 môn có trung bình cả năm từ 9,0 trở lên (Xuất sắc cần 6): Học sinh Xuất sắc.',
    ])
    expect(promotion({ study: 'CD', conduct: 'D', absences: 3, reassessed: 'D' })).toEqual({
      value: 'promoted',
      rule: 'TT22/2021 Điều 12',
      steps: [
        'Học tập cả năm Chưa đạt, rèn luyện cả năm Đạt, nghỉ 3 buổi.',
        'Sau đánh giá lại, học tập Đạt.',
        'Cách hiểu áp dụng (Điều 14): Kết quả đánh giá lại thay kết quả cả năm của môn đó chỉ để xét lên lớp.',
        'Đủ điều kiện: được lên lớp.',
      ],
    })
    expect(studyAfterReassessment(scored(5, 5, 5, 5, 5, 5, 3), new Map([['S7', mark(5)]])).steps[0]).toBe('Kết quả đánh giá lại: S7 5,0.')
  })
})
