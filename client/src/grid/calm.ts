import { useEffect, useState } from 'react'

/** The words after they have stood still for `pause` milliseconds: a screen reader is not talked over. */
export function useCalm(words: string, pause: number): string {
  const [calm, setCalm] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setCalm(words), pause)
    return () => clearTimeout(timer)
  }, [words, pause])
  return calm
}
