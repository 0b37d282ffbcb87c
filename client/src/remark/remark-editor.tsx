import type { Editor } from '@tiptap/core'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { XmlFragment } from 'yjs'
import { insertPhrase, openEditor } from './editing.ts'
import { grouped, limit } from './length.ts'
import { PhraseBank } from './phrase-bank.tsx'
import { PhraseList, optionId } from './phrase-list.tsx'
import { matching } from './phrases.ts'
import { useRemarkText } from './text.ts'
import { usePhrases } from './use-phrases.ts'

export interface RemarkEditorProps {
  readonly user: string
  readonly fragment: XmlFragment
  readonly label: string
  readonly isFocused: boolean
  readonly onLeft: () => void
}

/** The editor with its counter and its phrases. Loaded when a teacher first rests at a student. */
export default function RemarkEditor({ user, fragment, label, isFocused, onLeft }: RemarkEditorProps) {
  const text = useRemarkText()
  const { i18n } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor>()
  const [length, setLength] = useState(0)
  const [said, say] = useState('')
  const bank = usePhrases(user)
  const list = useSlash(editor, bank.groups, (phrase) => insert(phrase))
  const latest = useRef({ onLeft, key: list.key, text, isFocused })
  latest.current = { onLeft, key: list.key, text, isFocused }
  const limitWords = grouped(limit, i18n.language)

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

/** `/` and a few words open a list under the editor: arrows, Enter or Tab, Escape. */
function useSlash(editor: Editor | undefined, groups: Parameters<typeof matching>[0], insert: (phrase: string) => void) {
  const id = useId()
  const [words, ask] = useState<string>()
  const [chosen, choose] = useState(0)
  const [closed, close] = useState<string>()
  const phrases = words === undefined || words === closed ? [] : matching(groups, words)
  const option = phrases.length > 0 ? optionId(id, chosen) : undefined
  useEffect(() => choose(0), [words])
  useEffect(() => {
    if (words === undefined) close(undefined)
  }, [words])
  useEffect(() => {
    const field = editor?.view.dom
    if (!field) return
    field.setAttribute('aria-autocomplete', 'list')
    if (option === undefined) ['aria-controls', 'aria-activedescendant'].forEach((name) => field.removeAttribute(name))
    else {
      field.setAttribute('aria-controls', id)
      field.setAttribute('aria-activedescendant', option)
    }
  }, [editor, id, option])

  function key(event: KeyboardEvent): boolean {
    const phrase = phrases[chosen]
    if (phrase === undefined || event.altKey || event.ctrlKey) return false
    if (event.key === 'ArrowDown') choose((chosen + 1) % phrases.length)
    else if (event.key === 'ArrowUp') choose((chosen + phrases.length - 1) % phrases.length)
    else if (event.key === 'Escape') close(words)
    else if (event.key === 'Enter' || event.key === 'Tab') insert(phrase)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return { id, phrases, chosen, ask, key }
}
