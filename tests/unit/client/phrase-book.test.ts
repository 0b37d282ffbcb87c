import { describe, expect, it } from 'vitest'
import { longestPhrases } from '@hocba/shared/wire'
import { MemoryStore } from '../../../client/src/local/index.ts'
import { PhraseBook, type PhraseServer } from '../../../client/src/remark/phrase-book.ts'
import { longest } from '../../../client/src/remark/phrases.ts'
import { sqliteDirectory } from '../../../sync-server/src/store/sqlite/directory.ts'

/** The real store behind a network that can be taken away, or that loses an answer. */
class School implements PhraseServer {
  readonly #directory = sqliteDirectory(':memory:')
  isReachable = true
  losesAnswer = false
  writes = 0

  async read() {
    this.#demand()
    return (await this.#directory.phrases('gv.toan')) ?? { text: null, revision: 0 }
  }

  async write(text: string, base: number) {
    this.#demand()
    this.writes += 1
    const kept = await this.#directory.keepPhrases('gv.toan', { text, base, at: '2025-10-01T08:00:00.000Z' })
    if (!this.losesAnswer) return kept
    this.losesAnswer = false
    throw new Error('the answer was lost')
  }

  #demand(): void {
    if (!this.isReachable) throw new Error('no network')
  }
}

async function computer(school: School, store = new MemoryStore()): Promise<PhraseBook> {
  const book = await PhraseBook.open(store, school)
  await book.meet()
  return book
}

const change = async (book: PhraseBook, text: string): Promise<void> => {
  await book.change(text, false)
  await book.meet()
}

describe('phrases on every computer', () => {
  it('PANEL-17 what is written on one computer is there on the next', async () => {
    const school = new School()
    const one = await computer(school)
    expect(one.kept).toBeUndefined()
    await change(one, 'Em hát hay.')
    expect(one.kept).toMatchObject({ text: 'Em hát hay.', sent: true, revision: 1 })
    expect((await computer(school)).kept).toMatchObject({ text: 'Em hát hay.', sent: true, revision: 1 })
  })

  it('PANEL-17 written offline it is kept here, goes when the server can be reached, and PANEL-15 is loose until then', async () => {
    const school = new School()
    const store = new MemoryStore()
    const one = await computer(school, store)
    school.isReachable = false
    expect(await one.change('Ngoan.', false)).toBe(false)
    expect(one.kept?.inFile).toBe(false)
    const reloaded = await computer(school, store)
    expect(reloaded.kept?.text).toBe('Ngoan.')
    school.isReachable = true
    expect(await reloaded.meet()).toBe(true)
    expect(reloaded.kept?.inFile).toBe(true)
    expect((await computer(school)).kept?.text).toBe('Ngoan.')
  })

  it('PANEL-17 the last writer wins, and the text that it had not seen is offered everywhere until somebody decides', async () => {
    const school = new School()
    const [one, other] = [await computer(school), await computer(school)]
    await change(one, 'Của một.')
    await change(other, 'Của hai.')
    expect(other.kept).toMatchObject({ text: 'Của hai.', replaced: 'Của một.' })
    await one.meet()
    expect(one.kept).toMatchObject({ text: 'Của hai.', replaced: 'Của một.' })
    await change(one, 'Của hai.\nCủa một.')
    expect(one.kept?.replaced).toBeUndefined()
    await other.meet()
    expect(other.kept).toEqual({ text: 'Của hai.\nCủa một.', inFile: true, sent: true, revision: 3 })
  })

  it('PANEL-17 a third text written unseen loses neither of the two before it', async () => {
    const school = new School()
    const books = [await computer(school), await computer(school), await computer(school)]
    for (const [index, book] of books.entries()) await change(book, `Câu ${index + 1}.`)
    expect(books[2]?.kept).toMatchObject({ text: 'Câu 3.', replaced: 'Câu 1.\nCâu 2.' })
  })

  it('PANEL-17 a lost answer neither doubles a text nor loses the one that it replaced', async () => {
    const school = new School()
    const [one, other] = [await computer(school), await computer(school)]
    await change(one, 'Của một.')
    school.losesAnswer = true
    await other.change('Của hai.', false)
    expect(other.kept?.sent).toBe(false)
    await other.meet()
    expect(other.kept).toMatchObject({ text: 'Của hai.', sent: true, revision: 2, replaced: 'Của một.' })
  })

  it('PANEL-17 a text that is changed while it is on its way goes too', async () => {
    const school = new School()
    const book = await computer(school)
    const first = book.change('Một.', false)
    void book.change('Hai.', false)
    await first
    await book.meet()
    expect([(await school.read()).text, book.kept?.sent]).toEqual(['Hai.', true])
  })

  it('PANEL-17 the page and the server have one limit', () => {
    expect(longest).toBe(longestPhrases)
  })
})
