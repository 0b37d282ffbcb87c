export { readCertificate } from './certificate/certificate.ts'
export { type AskStatus, type StatusQuestion, statusQuestion } from './certificate/ocsp.ts'
export { type Proof, proverOf } from './certificate/proof.ts'
export { type Cryptography, type NodeCrypto, nodeCryptography, webCryptography } from './cryptography.ts'
export {
  type ApprovedCertificate,
  type ExpectedSigner,
  type LegalBasis,
  type RegisterAnswer,
  type Trust,
  type VerifyOptions,
} from './options.ts'
export { pairReports } from './pair.ts'
export { pemToDer } from './pem.ts'
export {
  type Check,
  type CheckId,
  type Outcome,
  type PresentStatus,
  type SignatureReport,
  type Verdict,
  type VerifyReport,
  checkIds,
} from './report.ts'
export { type TokenQuestion, type TokenRefusal, type TokenVerdict, judgeToken } from './timestamp/judge.ts'
export { isPdf, verifyFile } from './verify-file.ts'
