import { useMe } from '../app/session.tsx'
import type { GridReplica } from '../replica/index.ts'
import { hueOf } from './presence-sheet.ts'
import { useGridText } from './text.ts'
import { useTold } from './use-replica.ts'

/** Who else has the grid open; one badge a person however many windows. */
export function Present({ replica }: { readonly replica: GridReplica }) {
  const text = useGridText()
  const me = useMe()
  const presence = useTold(replica, (one) => one.presence)
  const people = new Map(presence.map(({ user }) => [user.id, user.name]))
  if (people.size === 0) return null
  return (
    <ul className="present" aria-label={text.here}>
      {[...people].map(([id, name]) => (
        <li key={id} style={{ '--hue': hueOf(id) } as React.CSSProperties} title={id === me.user.id ? text.otherWindow : name}>
          <span aria-hidden="true">{initials(name)}</span>
          <span className="visually-hidden">{id === me.user.id ? text.otherWindow : name}</span>
        </li>
      ))}
    </ul>
  )
}

/** Given name first: people are called by it. */
const initials = (name: string): string => name.trim().split(/\s+/).at(-1)?.slice(0, 2) ?? '?'
