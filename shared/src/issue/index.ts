export { type RegisterState, type TranscriptEvent, type TranscriptState, transcriptMachine } from './machine.ts'
