import { Fault } from '@hocba/shared/core'
import { type TrialRequest, trialRequest } from '@hocba/shared/wire'
import { issue, publish, renew, revoke } from './certificate/trial.ts'

async function run(asked: TrialRequest): Promise<{ readonly serial?: string }> {
  const now = new Date()
  switch (asked.act) {
    case 'issue':
      return issue(
        asked.dir,
        asked.account,
        { name: asked.name, uid: asked.uid, organisation: asked.school },
        Buffer.from(asked.pin),
        now,
        asked.key,
      )
    case 'renew':
      return renew(asked.dir, asked.account, Buffer.from(asked.pin), now)
    case 'revoke':
      return revoke(
        asked.dir,
        { account: asked.account, reason: asked.reason, ...(asked.serial === undefined ? {} : { serial: asked.serial }) },
        now,
      )
    case 'crl':
      await publish(asked.dir, now)
      return {}
  }
}

async function main(): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  process.stdout.write(`${JSON.stringify(await run(trialRequest.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))))}\n`)
}

main().catch((cause: unknown) => {
  const fault = cause instanceof Fault ? cause : new Fault('internal', { cause })
  process.stdout.write(`${JSON.stringify({ code: fault.code, detail: fault.message })}\n`)
  process.exitCode = 1
})
