export { type DemoAction, type DemoChange, demoActions, demoCompletion, demoGrids } from './action.ts'
export { type DemoRemarks, demoCompletionRemarks, demoRemarks } from './remark.ts'
export { demoSchool } from './school.ts'
