import type { Action, Actor } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodType } from 'zod'
import type { Session } from '../identity/session.ts'

/**
 * What a route asks of the matrix before it does anything: one of these actions, on the target that the call names;
 * `lists` answers with what the action grants, perhaps nothing; `self` is about the caller's own session or account, `party` about a
 * procedure whose record names the caller.
 */
export type Asks = readonly [Action, ...Action[]] | { readonly lists: Action } | 'self' | 'party'

/** Who may call at all; `fresh` asks for a sign-in less than five minutes old. A person's route cannot be made without naming its right. */
export type Admission =
  | { readonly access: 'public'; readonly asks?: undefined }
  | { readonly access: 'agent'; readonly asks?: undefined }
  | { readonly access: 'session' | 'fresh'; readonly asks: Asks }

export type Access = Admission['access']

/** One call of a route, already authenticated and parsed. */
export interface Call<Body = unknown> {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Body
  readonly session: Session
  readonly actor: Actor
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

interface Described {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/api/grids/:id` */
  readonly path: string
  readonly summary: string
  /** Also for an account that still owes a new password or a second factor. */
  readonly duty?: true
  /** Also while nothing is written because the log is in trouble. */
  readonly always?: true
}

export type Route = Described & Admission & { readonly body?: ZodType; run(call: Call): Promise<unknown> }

/** A route whose body has been read by `schema`; a body of another shape is `request.invalid` with the place. */
export function withBody<T>(schema: ZodType<T>, route: Described & Admission & { run(call: Call<T>): Promise<unknown> }): Route {
  return {
    ...route,
    body: schema,
    run(call) {
      const parsed = schema.safeParse(call.body)
      if (parsed.success) return route.run({ ...call, body: parsed.data })
      const [issue] = parsed.error.issues
      throw new Fault('request.invalid', {
        detail: `Yêu cầu không đúng mẫu ở «${issue?.path.join('.') ?? ''}».`,
        extra: { path: issue?.path },
      })
    },
  }
}

export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Fault('route.unknown')
  return value
}

/** Raises the refusal of a decision as the answer of the route. */
export function demand(
  decision: { readonly ok: true } | { readonly ok: false; readonly error: ConstructorParameters<typeof Fault>[0] },
): void {
  if (!decision.ok) throw new Fault(decision.error)
}
