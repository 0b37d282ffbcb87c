import { Editor } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { Document } from '@tiptap/extension-document'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Text } from '@tiptap/extension-text'
import { Fragment, Slice } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import type { XmlFragment } from 'yjs'
import { beginning, lengthOf, limit, plainLines } from './length.ts'
import { limited } from './limited.ts'

export interface EditingEvents {
  readonly changed: (length: number) => void
  readonly full: () => void
  readonly cut: () => void
  readonly left: () => void
  /** The words after a `/` before the cursor, `undefined` where there is none. */
  readonly asked: (words: string | undefined) => void
  /** Returns whether the key was for the list of phrases. */
  readonly key: (event: KeyboardEvent) => boolean
}

/** What stands there until the fragment does; left out, it would be parsed from HTML. */
const nothing = { type: 'doc', content: [{ type: 'paragraph' }] }

/**
 * An editor of plain paragraphs on one student's remark: Document + Paragraph + Text is all that the remarks document may hold.
 * Its undo takes back this editor's own steps only.
 */
export function openEditor(element: HTMLElement, fragment: XmlFragment, label: string, isFocused: boolean, events: EditingEvents): Editor {
  const tell = (editor: Editor): void => {
    events.changed(lengthOf(editor.state.doc))
    events.asked(askedWords(editor))
  }
  return new Editor({
    element,
    extensions: [Document, Paragraph, Text, Collaboration.configure({ fragment }), limited(events.full)],
    coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: '\n' } },
    enableInputRules: false,
    enablePasteRules: false,
    injectCSS: false,
    content: nothing,
    autofocus: isFocused ? 'end' : false,
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: 'remark-text', spellcheck: 'false' },
      handleKeyDown: (view, event) => !view.composing && events.key(event),
      handlePaste(view, event) {
        if (insertPlain(view, event.clipboardData?.getData('text/plain') ?? '')) events.cut()
        return true
      },
    },
    onCreate: ({ editor }) => tell(editor),
    onTransaction: ({ editor }) => tell(editor),
    onBlur: events.left,
  })
}

/** Puts plain text in the place of the selection; returns whether some of it did not fit. */
export function insertPlain(view: EditorView, foreign: string): boolean {
  const { state } = view
  const { from, to } = state.selection
  const text = plainLines(foreign).join('\n')
  const room = limit - lengthOf(state.doc) + state.doc.textBetween(from, to, '\n').length
  const fitting = beginning(text, room)
  const { paragraph } = state.schema.nodes
  if (fitting !== '' && paragraph) {
    const lines = fitting.split('\n').map((line) => paragraph.create(null, line === '' ? null : state.schema.text(line)))
    view.dispatch(state.tr.replaceSelection(new Slice(Fragment.from(lines), 1, 1)).scrollIntoView())
  }
  return fitting.length < text.length
}

/** `/tích cực` before the cursor, at the start of a word. */
const asking = /(?:^|\s)\/([\p{L}\p{M}\p{N} ]{0,40})$/u

function askedWords({ state, view }: Editor): string | undefined {
  const { empty, $from } = state.selection
  if (!empty || view.composing) return undefined
  return asking.exec($from.parent.textBetween(0, $from.parentOffset))?.[1]
}

/** A phrase in the place of `/words`, or at the cursor; with a space before it where one is due. */
export function insertPhrase(editor: Editor, phrase: string): boolean {
  const { state, view } = editor
  const { $from } = state.selection
  const words = askedWords(editor)
  if (words !== undefined) view.dispatch(state.tr.delete($from.pos - words.length - 1, $from.pos))
  const before = view.state.selection.$from
  const last = before.parent.textBetween(0, before.parentOffset).at(-1)
  const isCut = insertPlain(view, last === undefined || /\s/.test(last) ? phrase : ` ${phrase}`)
  view.focus()
  return isCut
}
