import { useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { findStudents } from './find-students.ts'
import { useGridText } from './text.ts'

interface FindBarProps {
  readonly students: readonly { readonly id: string; readonly name: string }[]
  readonly onFound: (student: string) => void
  readonly onClose: () => void
}

/** Ctrl+F: finds a student while typing; Enter goes on to the next, Escape back to the grid. */
export function FindBar({ students, onFound, onClose }: FindBarProps) {
  const text = useGridText()
  const id = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = findStudents(students, query)

  function go(matches: typeof found, index: number) {
    const next = matches.length === 0 ? 0 : (index + matches.length) % matches.length
    setAt(next)
    const student = matches[next]
    if (student) onFound(student.id)
  }

  return (
    <div
      role="search"
      className="find-bar"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) go(found, at + (event.shiftKey ? -1 : 1))
      }}
    >
      <label htmlFor={id}>{text.find}</label>
      <input
        id={id}
        type="search"
        autoFocus
        autoComplete="off"
        placeholder={text.findHint}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          go(findStudents(students, event.target.value), 0)
        }}
      />
      <output aria-live="polite">
        {query.trim() === '' ? '' : found.length === 0 ? text.findNone : `${text.findCount(at + 1, found.length)} ${found[at]?.name ?? ''}`}
      </output>
      <button type="button" className="button small" onClick={() => go(found, at - 1)} disabled={found.length < 2}>
        {text.findBefore}
      </button>
      <button type="button" className="button small" onClick={() => go(found, at + 1)} disabled={found.length < 2}>
        {text.findNext}
      </button>
      <button type="button" className="button quiet square small" aria-label={text.close} onClick={onClose}>
        <Icon name="cross" />
      </button>
    </div>
  )
}
