import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Config } from '../../../sync-server/src/config.ts'
import { listenForHttp } from '../../../sync-server/src/listen/http.ts'
import { type Office, openOffice } from '../../support/office.ts'

describe('what every answer says beside itself', () => {
  let office: Office

  beforeEach(async () => {
    office = await openOffice({ people: [['hieutruong', 'principal']] })
  })

  afterEach(() => office.close())

  async function headersWith(change: Partial<Config>, path: string): Promise<Readonly<Record<string, unknown>>> {
    const { config, ...services } = office.services
    const app = await listenForHttp({
      ...services,
      config: { ...config, ...change },
      routes: [],
      pages: '/none',
      demandWhole: () => undefined,
    })
    const { headers } = await app.inject({ url: path })
    await app.close()
    return headers
  }

  test.each([
    [{ publicUrl: 'https://so.truong.example' }, 'max-age=31536000'],
    [{ publicUrl: 'http://so.truong.example' }, undefined],
    [{}, undefined],
  ])('POLICY-5 with %o strict transport is %s', async (change, expected) => {
    expect((await headersWith(change, '/api/none'))['strict-transport-security']).toBe(expected)
  })

  test.each(['/api/none', '/api/openapi.json', '/none.js', '/%zz'])(
    'POLICY-5 %s can be neither framed nor sniffed, and gets no referrer',
    async (path) => {
      const headers = await headersWith({}, path)
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'.*require-trusted-types-for 'script'/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('usb=()'),
      })
    },
  )
})
