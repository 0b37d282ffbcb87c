import { parseCellKey } from '@hocba/shared/grid'
import { useMe } from '../app/session.tsx'
import type { Presence } from '../link/index.ts'
import { type Place, nameCell } from './commands.ts'
import type { GridModel } from './model.ts'
import { presenceColor } from './presence-color.ts'
import { givenName } from './presence-sheet.ts'
import { type GridText, useGridText } from './text.ts'
import { useTold } from './use-replica.ts'

interface PresentProps {
  readonly model: GridModel
  readonly onGo: (place: Place) => void
}

/** Who else has the grid open, one badge a person however many windows; pressing it shows their cell. */
export function Present({ model, onGo }: PresentProps) {
  const text = useGridText()
  const me = useMe()
  const presence = useTold(model.replica, (one) => one.presence)
  const people = new Map(presence.map((one) => [one.user.id, presence.find((other) => other.user.id === one.user.id && other.cell) ?? one]))
  if (people.size === 0) return null
  return (
    <ul className="present" aria-label={text.here}>
      {[...people.values()].map((one) => {
        const place = one.cell === null ? undefined : parseCellKey(one.cell)
        const name = one.user.id === me.user.id ? text.otherWindow : one.user.name
        return (
          <li key={one.user.id}>
            <button
              type="button"
              style={{ background: presenceColor(one.user.id).label }}
              title={whereabouts(model, one, name, text)}
              disabled={!place}
              onClick={() => place && onGo(place)}
            >
              <span aria-hidden="true">{givenName(one.user.name)}</span>
              <span className="visually-hidden">{name}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

const whereabouts = (model: GridModel, { cell }: Presence, name: string, text: GridText): string =>
  cell === null ? name : `${name}: ${nameCell(model, cell)}. ${text.goTo(name)}`
