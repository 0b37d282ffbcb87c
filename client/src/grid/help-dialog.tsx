import { Dialog } from '../ui/dialog.tsx'
import { keyList } from './key-list.ts'
import { type GridText, useGridText } from './text.ts'

/** Every key of the grid; opened with `?`. */
export default function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useGridText()
  const groups = Object.entries(keyList) as [keyof GridText['keyGroups'], (typeof keyList)['move']][]
  return (
    <Dialog title={text.help} onClose={onClose}>
      <div className="key-list">
        {groups.map(([group, lines]) => (
          <section key={group}>
            <h3>{text.keyGroups[group]}</h3>
            <dl>
              {lines.map(([keys, word]) => (
                <div key={word}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{text.keyWords[word]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
