import { queryOptions } from '@tanstack/react-query'
import type { Assignment } from '@hocba/shared/school'
import type * as Answer from './answers.ts'
import { api, withQuery } from './api.ts'
import { remembered } from './memory.ts'

const minute = 60_000

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => remembered('me', () => api.get<Answer.Me>('/api/me')),
  staleTime: minute,
})

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () => api.get<readonly Answer.PersonLine[]>('/api/people'),
  staleTime: 30 * minute,
})

export const gridsQuery = (query: { readonly class?: string; readonly term?: string } = {}) =>
  queryOptions({
    queryKey: ['grids', query],
    queryFn: () => {
      const path = withQuery('/api/grids', query)
      return remembered(path, () => api.get<readonly Answer.GridLine[]>(path))
    },
  })

export const gridQuery = (id: string) =>
  queryOptions({ queryKey: ['grid', id], queryFn: () => api.get<Answer.GridCard>(`/api/grids/${id}`) })

export const completenessQuery = (id: string) =>
  queryOptions({ queryKey: ['completeness', id], queryFn: () => api.get<Answer.Completeness>(`/api/grids/${id}/completeness`) })

export const artefactsQuery = (id: string) =>
  queryOptions({ queryKey: ['artefacts', id], queryFn: () => api.get<readonly Answer.Artefact[]>(`/api/grids/${id}/artefacts`) })

export const ordersQuery = queryOptions({ queryKey: ['orders'], queryFn: () => api.get<readonly Answer.Order[]>('/api/orders') })

export const progressQuery = queryOptions({
  queryKey: ['progress'],
  queryFn: () => api.get<readonly Answer.ProgressLine[]>('/api/progress'),
})

export const schoolQuery = queryOptions({
  queryKey: ['school'],
  queryFn: () => api.get<Answer.SchoolLine>('/api/school'),
  staleTime: 30 * minute,
})

export const classesQuery = queryOptions({
  queryKey: ['classes'],
  queryFn: () => api.get<readonly Answer.ClassLine[]>('/api/classes'),
  staleTime: 30 * minute,
})

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: () => api.get<readonly Answer.JobLine[]>('/api/signing/jobs'),
})

export const amendmentsQuery = (grid?: string) =>
  queryOptions({
    queryKey: ['amendments', grid ?? 'mine'],
    queryFn: () => api.get<readonly Answer.AmendmentView[]>(withQuery('/api/amendments', { grid })),
  })

export const amendmentQuery = (id: string) =>
  queryOptions({ queryKey: ['amendment', id], queryFn: () => api.get<Answer.AmendmentView>(`/api/amendments/${id}`) })

export const transcriptsQuery = (className: string, year: string) =>
  queryOptions({
    queryKey: ['transcripts', className, year],
    queryFn: () => api.get<readonly Answer.TranscriptLine[]>(withQuery('/api/transcripts', { class: className, year })),
    enabled: className !== '',
  })

export const studentMarksQuery = (student: string) =>
  queryOptions({ queryKey: ['marks', student], queryFn: () => api.get<Answer.StudentMarks>(`/api/students/${student}/marks`) })

/** My own sessions, or those of somebody else. */
export const sessionsQuery = (user?: string) =>
  queryOptions({
    queryKey: ['sessions', user ?? 'mine'],
    queryFn: () => api.get<readonly Answer.SessionLine[]>(withQuery('/api/sessions', { user })),
  })

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: () => api.get<readonly Answer.PairedComputer[]>('/api/agents'),
})

export const reportStudentsQuery = (className: string) =>
  queryOptions({
    queryKey: ['report-students', className],
    queryFn: () =>
      api.get<readonly { readonly id: string; readonly name: string }[]>(withQuery('/api/reports/students', { class: className })),
    enabled: className !== '',
    staleTime: 30 * minute,
  })

export const accessReportQuery = (student: string) =>
  queryOptions({
    queryKey: ['access-report', student],
    queryFn: () => api.get<readonly Answer.ReadLine[]>(withQuery('/api/reports/access', { student })),
    enabled: student !== '',
  })

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => api.get<readonly Answer.AccountLine[]>('/api/accounts'),
})

export const certificatesQuery = queryOptions({
  queryKey: ['certificates'],
  queryFn: () => api.get<readonly Answer.CertificateLine[]>('/api/certificates'),
})

export const assignmentsQuery = queryOptions({
  queryKey: ['assignments'],
  queryFn: () => api.get<readonly Assignment[]>('/api/assignments'),
})

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => api.get<Answer.SecondFactorState>('/api/second-factor'),
})

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: () => api.get<Answer.Greeting>('/api/demo').catch((): Answer.Greeting => ({ demo: false })),
  staleTime: Infinity,
})
