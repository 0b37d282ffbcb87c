import type { Translated } from '../shape.ts'
import type { home as vi } from '../vi/home.ts'

export const home: Translated<typeof vi> = {
  title: 'Gradebook',
  hello: 'Hello {{name}}',
  waiting: 'What waits for you',
  jobs: 'To be signed by you',
  amendments: 'Amendments to act on',
  orders: 'Orders to execute',
  ordersGiven: 'Orders given, not yet executed',
  search: 'Find subject, class or teacher',
  classFilter: 'Class',
  allClasses: 'All classes',
  mine: 'Your grids',
  others: 'Grids you may read',
  columnClass: 'Class',
  columnSubject: 'Subject',
  gridLink: '{{subject}}, class {{class}}, {{term}}',
  writable: 'You enter marks here',
  none: 'There is no grid for you yet.',
  noneHelp: 'Grids appear when the school assigns classes and subjects. If one is missing, tell the registrar.',
  noMatch: 'No grid matches.',
  clear: 'Clear the search',
  administrator:
    'This account manages users and rights and neither reads nor writes results. Accounts are managed with the command hocba user on the server; there is no page for it yet.',
  showBoard: 'The whole class {{class}}',
}
