import { useEffect, useState } from 'react'

const rest = 250

/** Whether a value has stayed the same for a moment: rows that the cursor passes by open no editor. */
export function useRested(value: string): boolean {
  const [rested, setRested] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest)
    return () => clearTimeout(timer)
  }, [value])
  return rested === value
}
