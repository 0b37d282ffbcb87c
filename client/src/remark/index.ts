export { RemarkPanel } from './remark-panel.tsx'
export { useRemarks } from './use-remarks.ts'
