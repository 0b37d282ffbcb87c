import { type Result, err, ok } from './result.ts'

/** A state machine as data: for each state, the events it knows and where they lead. */
export type Transitions<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State }
}

/** The state after `event`, or the refusal that the event does not exist in this state. */
export function next<State extends string, Event extends string>(
  table: Transitions<State, Event>,
  state: State,
  event: Event,
): Result<State, { readonly state: State; readonly event: Event }> {
  const to = table[state][event]
  return to === undefined ? err({ state, event }) : ok(to)
}

/** The events that lead out of `state`, for menus and buttons. */
export function eventsOf<State extends string, Event extends string>(table: Transitions<State, Event>, state: State): readonly Event[] {
  return Object.keys(table[state]) as Event[]
}
