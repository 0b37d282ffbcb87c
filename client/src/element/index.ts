import { HocbaVerify } from './hocba-verify.ts'

if (customElements.get('hocba-verify') === undefined) customElements.define('hocba-verify', HocbaVerify)

export { HocbaVerify }
