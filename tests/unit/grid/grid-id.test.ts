import { describe, expect, test } from 'vitest'
import { gridId, parseGridId, remarksName, sameGridIn, terms } from '@hocba/shared/grid'
import { subjects, yearLabel } from '@hocba/shared/school'

describe('grid ids', () => {
  test('GRID-1 a grid is named by year, class, subject and term, and the name reads back', () => {
    for (const className of ['6A', '6B', '9A1', '12B10']) {
      for (const subject of subjects) {
        for (const term of terms) {
          const id = gridId('2025', className, subject.id, term)
          expect(parseGridId(id)).toEqual({ id, year: '2025', class: className, subject, term })
        }
      }
    }
  })

  test.each([
    '',
    '2025-6A.TOAN',
    '2025-6A.TOAN.HK3',
    '2025-6A.toan.HK1',
    '2025-6A.LAT.HK1',
    '25-6A.TOAN.HK1',
    '2025-6a.TOAN.HK1',
    '2025-6A.TOAN.HK1.remarks',
    '2025-6A.TOAN.HK1 ',
    '../2025-6A.TOAN.HK1',
    '2025-6A.TOAN.HK1\n',
  ])('GRID-1 "%s" names no grid', (text) => {
    expect(parseGridId(text)).toBeUndefined()
  })

  test('GRID-1 the same grid in the other term, and the document of its remarks', () => {
    const grid = parseGridId('2025-6A.KHTN.HK2')
    if (grid === undefined) throw new Error('this is a grid id')
    expect(sameGridIn(grid, 'HK1')).toBe('2025-6A.KHTN.HK1')
    expect(remarksName(grid.id)).toBe('2025-6A.KHTN.HK2.remarks')
  })

  test('GRID-1 the school year 2025 is printed as 2025-2026', () => {
    expect(yearLabel('2025')).toBe('2025-2026')
  })
})
