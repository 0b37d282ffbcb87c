import type { Editor } from '@tiptap/core'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { XmlFragment } from 'yjs'
import { insertPhrase, openEditor } from './editing.ts'
import { grouped, limit } from './length.ts'
import { PhraseBank } from './phrase-bank.tsx'
import { PhraseList, optionId } from './phrase-list.tsx'
import { type PhraseGroup, matching } from './phrases.ts'
import { useRemarkText } from './text.ts'
import { usePhrases } from './use-phrases.ts'

export interface RemarkEditorProps {
  readonly user: string
  readonly fragment: XmlFragment
  readonly label: string
  readonly isFocused: boolean
  readonly onLeft: () => void
  /** Escape, when no list is open. */
  readonly onEscape: () => void
}

/** The editor with its counter and its phrases. Loaded when a teacher first rests at a student. */
export function RemarkEditor({ user, fragment, label, isFocused, onLeft, onEscape }: RemarkEditorProps) {
  const text = useRemarkText()
  const { i18n } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor>()
  const [length, setLength] = useState(0)
  const [said, say] = useState('')
  const bank = usePhrases(user)
  const list = useSlash(editor, bank.groups, (phrase) => insert(phrase))
  const latest = useRef({ onLeft, key, text, isFocused })
  latest.current = { onLeft, key, text, isFocused }
  const limitWords = grouped(limit, i18n.language)

  function key(event: KeyboardEvent): boolean {
    if (list.key(event)) return true
    if (event.key !== 'Escape') return false
    onEscape()
    return true
  }

  function insert(phrase: string) {
    if (editor && insertPhrase(editor, phrase)) say(text.cut(limitWords))
  }

  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    const opened = openEditor(element, fragment, label, latest.current.isFocused, {
      changed(now) {
        setLength(now)
        if (now < limit) say('')
      },
      full: () => say(latest.current.text.full(limitWords)),
      cut: () => say(latest.current.text.cut(limitWords)),
      left: () => latest.current.onLeft(),
      asked: list.ask,
      key: (event) => latest.current.key(event),
    })
    setEditor(opened)
    return () => opened.destroy()
  }, [fragment, label, limitWords, list.ask])

  return (
    <>
      <div className="remark-host" ref={host} />
      {list.phrases.length > 0 && <PhraseList id={list.id} phrases={list.phrases} chosen={list.chosen} choose={insert} />}
      <p className="remark-counter">{text.counter(grouped(length, i18n.language), limitWords)}</p>
      <p className="remark-said" role="status">
        {said}
      </p>
      <PhraseBank bank={bank} insert={insert} />
    </>
  )
}

interface Asking {
  /** The words after `/`; `undefined` where there is none. */
  readonly words: string | undefined
  readonly chosen: number
  /** Put away with Escape, until `/` is typed again. */
  readonly isClosed: boolean
}

const nothingAsked: Asking = { words: undefined, chosen: 0, isClosed: false }

/** `/` and a few words open a list under the editor: arrows, Enter or Tab, Escape. */
function useSlash(editor: Editor | undefined, groups: readonly PhraseGroup[], insert: (phrase: string) => void) {
  const id = useId()
  const [{ words, chosen, isClosed }, setAsking] = useState(nothingAsked)
  const phrases = words === undefined || isClosed ? [] : matching(groups, words)
  useActiveOption(editor, id, phrases.length > 0 ? optionId(id, chosen) : undefined)

  const ask = useCallback((now: string | undefined) => {
    setAsking((before) => {
      if (now === before.words) return before
      return now === undefined ? nothingAsked : { words: now, chosen: 0, isClosed: before.isClosed }
    })
  }, [])
  const change = (part: Partial<Asking>): void => setAsking((before) => ({ ...before, ...part }))

  function key(event: KeyboardEvent): boolean {
    const phrase = phrases[chosen]
    if (phrase === undefined || event.altKey || event.ctrlKey) return false
    if (event.key === 'ArrowDown') change({ chosen: (chosen + 1) % phrases.length })
    else if (event.key === 'ArrowUp') change({ chosen: (chosen + phrases.length - 1) % phrases.length })
    else if (event.key === 'Escape') change({ isClosed: true })
    else if (event.key === 'Enter' || event.key === 'Tab') insert(phrase)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return { id, phrases, chosen, ask, key }
}

/** Tells assistive technology which phrase is chosen while the focus stays in the text. */
function useActiveOption(editor: Editor | undefined, list: string, option: string | undefined): void {
  useEffect(() => {
    const field = editor?.view.dom
    if (!field) return
    field.setAttribute('aria-autocomplete', 'list')
    if (option === undefined) ['aria-controls', 'aria-activedescendant'].forEach((name) => field.removeAttribute(name))
    else {
      field.setAttribute('aria-controls', list)
      field.setAttribute('aria-activedescendant', option)
    }
  }, [editor, list, option])
}
