import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOffice } from '../../support/office.ts'
import { describeWith } from '../../support/tools.ts'
import { Forge, LogKey } from './forge.ts'
import { judge } from './judge.ts'
import { secondOf } from './second.ts'

describeWith('python3', 'the export of a school that has erased', () => {
  test('ERASE-1 I14 is whole for both verifiers, under a checkpoint of before the erasure too; a body that goes without a word is not', async () => {
    const office = await openOffice({
      people: [
        ['hieutruong', 'principal'],
        ['quantrihocba', 'records-officer'],
        ['ban.toi', 'auditor'],
        ['thanhtra', 'auditor'],
      ],
    })
    const folder = await mkdtemp(join(tmpdir(), 'hocba-erased-'))
    try {
      const { school, stores } = office.services
      office.setTime('2025-03-03T08:00:00+07:00')
      for (const user of ['ban.toi', 'thanhtra']) await (await office.as(user)).get('/api/board?class=6A&term=HK1')
      await office.events()
      office.setTime('2025-10-06T08:00:00+07:00')
      await school.write({ people: school.record.people.map((one) => (one.id === 'ban.toi' ? { ...one, roles: [] } : one)) })
      const key = new LogKey('thcs-thu')
      const exported = async (): Promise<Forge> => {
        office.wait(1_000)
        const { text } = await office.raw('GET', '/api/audit/export', (await office.as('thanhtra')).token)
        const forge = Forge.read(Buffer.from(text))
        forge.head.origin = `${key.name}/1`
        return forge.checkpoints(key, forge.head.size)
      }
      const answers = async (forge: Forge, notes: readonly string[] = []): Promise<readonly [string, string]> => {
        const first = await judge(forge.bytes(), key.vkey, notes)
        const [second] = await secondOf(folder, [forge.bytes()], key, notes)
        return [first.whole ? 'whole' : first.check, second?.verdict === 'whole' ? 'whole' : String(second?.check)]
      }
      const before = await exported()
      const old = before.note(key, before.head.size)
      expect(await answers(before)).toEqual(['whole', 'whole'])

      const principal = await office.as('hieutruong')
      const { body: listed } = await principal.get<readonly { index: number }[]>('/api/log/erasable?user=ban.toi')
      const entries = listed.map(({ index }) => index)
      expect(entries.length).toBe(1)
      const order = await principal.post('/api/orders', { action: 'erase', scope: { entries }, reason: 'Theo yêu cầu' })
      await (await office.as('quantrihocba')).post('/api/log/erase', { order: order.body['id'] })
      const after = await exported()
      expect(
        after
          .of('entry')
          .filter(({ erased }) => erased)
          .map(({ index }) => index),
      ).toEqual(entries)
      expect(await answers(after, [old])).toEqual(['whole', 'whole'])

      await stores.gradebook.erase([1])
      expect(await answers(await exported(), [old])).toEqual(['entry.erased', 'entry.erased'])
    } finally {
      await office.close()
      await rm(folder, { recursive: true })
    }
  })
})
