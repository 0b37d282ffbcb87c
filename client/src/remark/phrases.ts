/** Characters of a person's phrases that the server takes. */
export const longest = 20_000

export interface PhraseGroup {
  readonly name: string
  readonly phrases: readonly string[]
}

/** Levels of Circular 22 art. 9.2; a teacher changes all of it. */
export const firstPhrases = `# Tốt
Em nắm vững kiến thức, vận dụng linh hoạt vào bài tập và thực tế.
Em tích cực phát biểu, trình bày bài khoa học, biết giúp đỡ bạn.
Em có tư duy tốt, chủ động tìm hiểu thêm ngoài bài học.
# Khá
Em hiểu bài, làm bài đầy đủ; cần cẩn thận hơn khi trình bày.
Em tiếp thu khá nhanh, nên mạnh dạn phát biểu hơn.
Em học đều, cần luyện thêm các bài vận dụng.
# Đạt
Em nắm được kiến thức cơ bản, cần luyện tập thường xuyên hơn.
Em có cố gắng, cần tập trung hơn trong giờ học.
Em hoàn thành bài tập, cần hỏi thầy cô khi chưa hiểu.
# Chưa đạt
Em còn hổng kiến thức cơ bản, cần ôn lại theo hướng dẫn của thầy cô.
Em cần làm bài tập đầy đủ và tham gia các buổi phụ đạo.
Em đã có tiến bộ nhỏ, gia đình phối hợp nhắc em tự học ở nhà.
`

/** One phrase a line; a line that starts with `#` opens a group. What a teacher edits is what the file holds. */
export function readPhrases(text: string): readonly PhraseGroup[] {
  const groups: { name: string; phrases: string[] }[] = []
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '') continue
    if (line.startsWith('#')) groups.push({ name: line.replace(/^#+\s*/, ''), phrases: [] })
    else lastOf(groups).phrases.push(line)
  }
  return groups.filter((group) => group.phrases.length > 0)
}

function lastOf(groups: { name: string; phrases: string[] }[]): { name: string; phrases: string[] } {
  const last = groups.at(-1) ?? { name: '', phrases: [] }
  if (groups.length === 0) groups.push(last)
  return last
}

const shown = 6

/** Phrases in which every word begins some word, without regard to case and diacritics. */
export function matching(groups: readonly PhraseGroup[], words: string): readonly string[] {
  const wanted = wordsOf(words)
  const all = groups.flatMap((group) => group.phrases.map((phrase) => ({ phrase, words: wordsOf(`${group.name} ${phrase}`) })))
  return all
    .filter((one) => wanted.every((word) => one.words.some((other) => other.startsWith(word))))
    .slice(0, shown)
    .map((one) => one.phrase)
}

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
