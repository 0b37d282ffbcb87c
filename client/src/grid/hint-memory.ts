const key = 'hocba.hints'

/** Who has read the first hint on this device, as numbers: a shared computer keeps no list of names. */
export function hasSeenHint(user: string): boolean {
  return seen().includes(numberOf(user))
}

export function noteHintSeen(user: string): void {
  try {
    localStorage.setItem(key, [...new Set([...seen(), numberOf(user)])].join(' '))
  } catch {
    // no room: it is shown once more
  }
}

const seen = (): readonly string[] => (localStorage.getItem(key) ?? '').split(' ').filter((one) => one !== '')

function numberOf(user: string): string {
  let sum = 0
  for (const character of user) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003
  return String(sum)
}
