import { decide } from '@hocba/shared/access'
import { Fault } from '@hocba/shared/core'
import { type Route, demand } from '../listen/route.ts'
import type { Services } from '../services.ts'
import { wholeSchool } from './reads.ts'

/** Who has read what of a student (001 art. 13.3): for the principal and the auditor. */
export function reportRoutes({ school, stores }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/reports/students',
      summary: 'The names of ?class=, to ask the report about one of them; nothing of their records',
      access: 'session',
      asks: ['access.report'],
      async run({ actor, query }) {
        demand(decide(actor, 'access.report'))
        return school.studentsOf(query['class'] ?? '').map(({ id, name }) => ({ id, name }))
      },
    },
    {
      method: 'GET',
      path: '/api/reports/access',
      summary: 'Who has looked into the records of ?student=, newest first; those who teach the grid are not listed',
      access: 'session',
      asks: ['access.report'],
      async run({ actor, query }) {
        demand(decide(actor, 'access.report'))
        const student = school.student(query['student'] ?? '')
        if (!student) throw new Fault('student.unknown')
        const grids = school.grids().filter((id) => id.includes(`-${student.class}.`))
        const records = [`student:${student.id}`, `class:${student.class}`, ...grids.map((id) => `grid:${id}`), wholeSchool]
        const reads = await stores.directory.readsOf(records)
        return reads.map(({ record, at, user }) => ({ record, at, user, name: school.nameOf(user) }))
      },
    },
  ]
}
