import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '@hocba/shared/access'
import type { Me } from './answers.ts'
import { api, employ, speakFor } from './api.ts'
import { leaveNothing, mayLeave, sayNetworkNeeded } from './leave.ts'
import { forgetAll, onOtherWindow, recall } from './memory.ts'
import { ApiProblem } from './problem.ts'
import { meQuery } from './queries.ts'
import { dialogPart } from '../ui/part.tsx'

/** `expired`: the pages stay as they are, with unsent work, until the same person signs in again. */
export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'out' }
  | { readonly state: 'failed'; readonly problem: unknown }
  | { readonly state: 'in' | 'expired'; readonly me: Me }

interface SessionActions {
  signIn(username: string, password: string, otp: string): Promise<void>
  /** The server has signed this person in, by whatever proof. */
  enter(user: Me['user']): Promise<void>
  signOut(): Promise<void>
}

const SessionContext = createContext<(SessionActions & { readonly session: Session }) | undefined>(undefined)

/** Fired on `window` when a person has signed in (again): links that were closed with 4401 may reconnect. */
export const signedInEvent = 'hocba:signed-in'

const StepUpDialog = dialogPart(() => import('./step-up-dialog.tsx'))

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const query = useQuery({ ...meQuery, retry: false })
  const [expired, setExpired] = useState(false)
  const [asking, setAsking] = useState<{ readonly answer: (given: boolean) => void }>()
  const me = query.data
  const { i18n } = useTranslation()

  useEffect(() => {
    let pending: Promise<boolean> | undefined
    return employ({
      stepUp() {
        pending ??= new Promise<boolean>((answer) => setAsking({ answer })).finally(() => {
          pending = undefined
          setAsking(undefined)
        })
        return pending
      },
      signedOut: () => setExpired(true),
    })
  }, [])

  const present = me?.user.id
  const first = useRef(present)
  useEffect(() => {
    if (present === undefined) return undefined
    first.current ??= present
    speakFor(first.current)
    if (first.current !== present) window.location.assign('/') // nothing on this page is the other person's
    return onOtherWindow<Me>('me', (other) => {
      if (other?.user.id !== present) window.location.assign('/') // what is unsent stays under its author's name
    })
  }, [present])

  const enter = useCallback(
    async (user: Me['user']) => {
      const last = me ?? recall<Me>('me')
      if (last !== undefined && last.user.id !== user.id) forgetAll() // the lists of whoever worked here before
      if (me !== undefined && me.user.id !== user.id) {
        window.location.assign('/')
        return
      }
      setExpired(false)
      await client.invalidateQueries()
      window.dispatchEvent(new Event(signedInEvent))
    },
    [client, me],
  )

  const signIn = useCallback(
    async (username: string, password: string, otp: string) => {
      const { user } = await api.post<Pick<Me, 'user'>>('/api/session', { username, password, ...(otp === '' ? {} : { otp }) })
      await enter(user)
    },
    [enter],
  )

  const signOut = useCallback(async () => {
    const user = me?.user.id
    if (user !== undefined && !(await mayLeave(user, i18n.language))) return
    try {
      await api.delete('/api/session')
    } catch (error) {
      const hasEnded = error instanceof ApiProblem && error.status === 401
      if (!hasEnded) return sayNetworkNeeded(i18n.language)
    }
    forgetAll()
    if (user !== undefined) await leaveNothing(user)
    window.location.assign('/')
  }, [me, i18n])

  const session = sessionOf(me, query.error, expired)
  const value = useMemo(() => ({ session, signIn, enter, signOut }), [session, signIn, enter, signOut])
  return (
    <SessionContext value={value}>
      {children}
      {asking !== undefined && me !== undefined && <StepUpDialog user={me.user} onClose={asking.answer} />}
    </SessionContext>
  )
}

function sessionOf(me: Me | undefined, error: unknown, expired: boolean): Session {
  if (me !== undefined) return { state: expired ? 'expired' : 'in', me }
  if (error === null) return { state: 'loading' }
  return error instanceof ApiProblem && error.status === 401 ? { state: 'out' } : { state: 'failed', problem: error }
}

export function useSession() {
  const value = useContext(SessionContext)
  if (value === undefined) throw new Error('a page is shown inside SessionProvider')
  return value
}

/** The signed-in person; only pages behind the sign-in call this. */
export function useMe(): Me {
  const { session } = useSession()
  if (session.state !== 'in' && session.state !== 'expired') throw new Error('a page behind the sign-in has a person')
  return session.me
}

export const hasRole = (me: Me, ...roles: readonly Role[]): boolean => me.user.roles.some((role) => roles.includes(role))
