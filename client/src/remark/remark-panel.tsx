import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RemarkReplica } from '../replica/index.ts'
import { Icon } from '../ui/icon.tsx'
import { useTold } from '../ui/use-told.ts'
import { RefusedRemarks } from './refused-remarks.tsx'
import './remark.css'
import { RowSign } from './row-sign.ts'
import { type RemarkText, useRemarkText } from './text.ts'
import { hasRemark, useRemarkTexts } from './use-remarks.ts'
import { useEditor } from './use-editor.ts'
import { useRested } from './use-rested.ts'

export interface RemarkPanelProps {
  readonly user: string
  readonly replica: RemarkReplica
  readonly students: readonly { readonly id: string; readonly name: string }[]
  readonly isWritable: boolean
  /** Whose remark is open: the row that has the cursor, until the panel moves on. */
  readonly student: string | undefined
  readonly onStudent: (student: string) => void
  /** Back to the grid. */
  readonly onLeave: () => void
}

/** The remark of one student after another, written by keyboard alone if one likes. */
export function RemarkPanel({ user, replica, students, isWritable, student, onStudent, onLeave }: RemarkPanelProps) {
  const text = useRemarkText()
  const { i18n } = useTranslation()
  const panel = useRef<HTMLElement>(null)
  const [isWanted, want] = useState(false)
  const [said, say] = useState('')
  const written = useRemarkTexts(replica, () => students.filter(({ id }) => hasRemark(replica, id)).length)
  const without = useRemarkTexts(replica, () => students.flatMap(({ id }) => (hasRemark(replica, id) ? [] : [id])).join(' '))
  const open = students.find(({ id }) => id === student)
  useRowSigns(without, student, text)
  useShortcut(() => {
    if (open === undefined && students[0]) onStudent(students[0].id)
    want(true)
    panel.current?.querySelector<HTMLElement>('.remark-text')?.focus()
  })

  function go(to: string | undefined, otherwise = '') {
    say(to === undefined ? otherwise : '')
    if (to === undefined) return
    replica.flush()
    onStudent(to)
  }

  function write(to: string | undefined, otherwise?: string) {
    want(true)
    go(to, otherwise)
  }

  const neighbour = (step: number): string | undefined => students[students.findIndex(({ id }) => id === student) + step]?.id
  const nextEmpty = (): string | undefined => {
    const here = students.findIndex(({ id }) => id === student) + 1
    return [...students.slice(here), ...students.slice(0, here)].find(({ id }) => !hasRemark(replica, id) && id !== student)?.id
  }

  function onKeyDownCapture(event: KeyboardEvent) {
    const move = event.nativeEvent.isComposing || !isInText(event.target) ? undefined : moveOf(event)
    if (move === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (move === 'empty') write(nextEmpty(), text.allWritten)
    else write(neighbour(move))
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented || !panel.current?.contains(event.target as Node)) return
    leave()
  }

  function leave() {
    want(false)
    onLeave()
  }

  return (
    <aside
      ref={panel}
      className="remark-panel"
      aria-label={text.title}
      lang={i18n.language}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => relatedTarget && !currentTarget.contains(relatedTarget) && want(false)}
    >
      <header>
        <h2>{text.title}</h2>
        <span className="remark-count">{text.written(written, students.length)}</span>
      </header>
      {open === undefined ? (
        <p className="hint">{text.choose}</p>
      ) : (
        <>
          <div className="remark-who">
            <button
              type="button"
              className="button quiet square"
              aria-label={text.previous}
              disabled={!neighbour(-1)}
              onClick={() => go(neighbour(-1))}
            >
              <Icon name="back" />
            </button>
            <h3>{open.name}</h3>
            <button
              type="button"
              className="button quiet square"
              aria-label={text.next}
              disabled={!neighbour(1)}
              onClick={() => go(neighbour(1))}
            >
              <Icon name="next" />
            </button>
          </div>
          <OpenRemark
            key={open.id}
            user={user}
            replica={replica}
            student={open.id}
            label={text.of(open.name)}
            isWritable={isWritable}
            isWanted={isWanted}
            onWant={want}
            onLeave={leave}
          />
          {isWritable && (
            <button type="button" className="button small" onClick={() => write(nextEmpty(), text.allWritten)}>
              {text.nextEmpty}
            </button>
          )}
        </>
      )}
      <p className="hint" role="status">
        {said}
      </p>
      <RefusedRemarks replica={replica} isWritable={isWritable} nameOf={(id) => students.find((one) => one.id === id)?.name ?? id} />
      {isWritable ? <small>{text.keys}</small> : <small>{text.readOnly}</small>}
    </aside>
  )
}

const isInText = (target: EventTarget): boolean => target instanceof Element && target.closest('.remark-text') !== null

/** Alt+↑/↓ or Page Up/Down: the student before or after; Ctrl+Enter: the next one without a remark. */
function moveOf({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): -1 | 1 | 'empty' | undefined {
  if (key === 'Enter' && (ctrlKey || metaKey)) return 'empty'
  if (ctrlKey || metaKey || shiftKey) return undefined
  if (key === 'PageUp' || (altKey && key === 'ArrowUp')) return -1
  if (key === 'PageDown' || (altKey && key === 'ArrowDown')) return 1
  return undefined
}

interface OpenRemarkProps {
  readonly user: string
  readonly replica: RemarkReplica
  readonly student: string
  readonly label: string
  readonly isWritable: boolean
  readonly isWanted: boolean
  readonly onWant: (isWanted: boolean) => void
  readonly onLeave: () => void
}

/** Plain text for who may not write, and while the cursor only passes by; else the editor. */
function OpenRemark({ user, replica, student, label, isWritable, isWanted, onWant, onLeave }: OpenRemarkProps) {
  const generation = useTold(replica, (one) => one.generation)
  const text = useRemarkText()
  const isRested = useRested(student)
  const { Editor, isMissing = false } = useEditor(isWritable, isWanted)
  const isEditable = isWritable && Editor !== undefined && (isRested || isWanted)
  if (!isEditable) {
    return (
      <>
        <PlainRemark replica={replica} student={student} label={label} isFocused={isWanted} onFocus={() => onWant(true)} />
        {isWritable && isMissing && <p className="hint">{text.missing}</p>}
      </>
    )
  }
  return (
    <div onFocusCapture={() => onWant(true)}>
      <Editor
        key={generation}
        user={user}
        fragment={replica.fragment(student)}
        label={label}
        isFocused={isWanted}
        onLeft={() => replica.flush()}
        onEscape={onLeave}
      />
    </div>
  )
}

interface PlainRemarkProps {
  readonly replica: RemarkReplica
  readonly student: string
  readonly label: string
  readonly isFocused: boolean
  readonly onFocus: () => void
}

function PlainRemark({ replica, student, label, isFocused, onFocus }: PlainRemarkProps) {
  const text = useRemarkText()
  const remark = useRemarkTexts(replica, () => replica.text(student))
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isFocused) element.current?.focus()
  }, [isFocused])
  return (
    <div ref={element} className="remark-text plain" role="group" aria-label={label} tabIndex={0} onFocus={onFocus}>
      {remark || <span className="hint">{text.none}</span>}
    </div>
  )
}

function useRowSigns(without: string, student: string | undefined, text: RemarkText): void {
  const sign = useRef<RowSign>(undefined)
  useEffect(() => {
    const made = new RowSign()
    sign.current = made
    return () => made.remove()
  }, [])
  useEffect(
    () =>
      sign.current?.show(
        without.split(' ').filter((id) => id !== ''),
        student,
        text.sign,
      ),
    [without, student, text],
  )
}

/** F4 or Alt+R from anywhere on the page, before the grid sees the key. */
function useShortcut(run: () => void): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isMeant = event.key === 'F4' ? !event.altKey && !event.ctrlKey : event.altKey && !event.ctrlKey && event.code === 'KeyR'
      if (!isMeant || event.isComposing || (event.target instanceof Element && event.target.closest('[role=dialog]'))) return
      event.preventDefault()
      event.stopPropagation()
      latest.current()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
