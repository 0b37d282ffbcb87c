export { type RegisterAnswer, type Trust, type VerifyOptions } from './options.ts'
export { pemToDer } from './pem.ts'
export { type Check, type CheckId, type Outcome, type SignatureReport, type Verdict, type VerifyReport, checkIds } from './report.ts'
export { isPdf, verifyFile } from './verify-file.ts'
