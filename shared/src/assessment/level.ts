/** Levels of study and conduct (Circular 22 art. 8, 9.2): good, fair, pass, not yet. */
export type Level = 'T' | 'K' | 'D' | 'CD'

/** The result of a comment-assessed subject (art. 5.3a). */
export type CommentLevel = 'D' | 'CD'

/** Best first. */
export const levels = ['T', 'K', 'D', 'CD'] as const satisfies readonly Level[]

export const levelNames: Readonly<Record<Level, string>> = { T: 'Tốt', K: 'Khá', D: 'Đạt', CD: 'Chưa đạt' }

export const isLevel = (value: unknown): value is Level => levels.some((level) => level === value)

export const isCommentLevel = (value: unknown): value is CommentLevel => value === 'D' || value === 'CD'

/** `undecided` where there is no level yet, in the words of the explanations. */
export const levelName = (level: Level | null): string => (level === null ? 'chưa có' : levelNames[level])
