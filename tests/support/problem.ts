import { type FaultCode, faults } from '@hocba/shared/core'
import { expect } from 'vitest'

/** An answer with what a problem document must say beside its code. */
export interface Told {
  readonly status: number
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

export async function ask(url: string, init: RequestInit = {}, token?: string): Promise<Told> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(url, { ...init, headers })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text === '' ? {} : (JSON.parse(text) as Told['body']),
  }
}

export const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Letters that only Vietnamese has: a sentence without any is not one for a teacher. */
const vietnamese = /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự]/iu

/** RFC 9457 with a code of the registry, the registry's status and a Vietnamese sentence. */
export function expectProblem(told: Told, code: FaultCode): void {
  const { status, body } = told
  expect({ status, code: body['code'] }).toEqual({ status: faults[code].status, code })
  expect(told.type).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({ status, type: `urn:hocba:fault:${code}`, detail: expect.stringMatching(vietnamese) as string })
}
