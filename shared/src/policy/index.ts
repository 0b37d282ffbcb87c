export { partiesOf } from './parties.ts'
export { phanChauTrinh } from './phan-chau-trinh.ts'
export { type Office, type PolicyProfile } from './profile.ts'
