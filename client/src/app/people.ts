import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from './queries.ts'

/** Names for account ids; the id itself until (or unless) the list may be read. */
export function usePeople(): (id: string) => string {
  const people = useQuery(peopleQuery).data
  return (id) => people?.find((person) => person.id === id)?.name ?? id
}
