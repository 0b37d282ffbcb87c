import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { isCarried, lengthOf, limit } from './length.ts'

/** Stops typing at the limit. What others wrote is never refused here: it is in the document already. */
export const limited = (onFull: () => void): Extension =>
  Extension.create({
    name: 'limited',
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction(transaction, state) {
          if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined) return true
          if (!isCarried(transaction.doc.textContent)) return false
          const length = lengthOf(transaction.doc)
          if (length <= limit || length <= lengthOf(state.doc)) return true
          onFull()
          return false
        },
      }),
    ],
  })
