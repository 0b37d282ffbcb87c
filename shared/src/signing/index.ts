export { type JobEvent, type JobKind, type JobState, type SigningJob, jobMachine } from './job.ts'
export { type Signer, type SigningRole, dueSigners, fieldName, inSigningOrder, isSigningRole, signingRoles } from './role.ts'
