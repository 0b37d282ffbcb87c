/** `nguyen van dung` finds Nguyễn Văn Dũng: no case, no tones, no marks on letters. */
export const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().trim().replaceAll(/\s+/g, ' ')

interface Named {
  readonly id: string
  readonly name: string
}

/** Students whose name contains the words, or whose number in the list it is. */
export function findStudents<Student extends Named>(students: readonly Student[], query: string): readonly Student[] {
  const wanted = plain(query)
  if (wanted === '') return []
  if (/^\d+$/.test(wanted)) return students.slice(Number(wanted) - 1, Number(wanted))
  const words = wanted.split(' ')
  return students.filter(({ name }) => {
    const plainName = plain(name)
    return words.every((word) => plainName.includes(word))
  })
}
