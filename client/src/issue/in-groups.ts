/** As many as a browser asks of one server at a time; the server puts them on record together. */
const together = 6

/**
 * Asks for all of them, a group at a time; `tell` hears how many are done. Stops at the first refusal, once all of its group are
 * answered: who looks then sees what has become of each.
 */
export async function inGroups<T>(items: readonly T[], ask: (item: T) => Promise<unknown>, tell: (done: number) => void): Promise<void> {
  for (let done = 0; done < items.length; done += together) {
    tell(done)
    const answers = await Promise.allSettled(items.slice(done, done + together).map(ask))
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
  }
}
