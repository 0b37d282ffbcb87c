import type { Snapshot } from '@hocba/shared/snapshot'
import type { Random } from '../../property/document/support/random.ts'
import type { TestKey } from '../../support/school-keys.ts'
import { signXml } from '../../support/sign-xml.ts'
import type { Base, Bases } from './bases.ts'
import { infoSteps } from './xml-steps.ts'

/** A file that an attacker made who holds every key of the school, or somebody else's. */
export interface Forgery {
  readonly name: string
  readonly make: (base: Base, random: Random) => string
}

const instead = (keys: readonly TestKey[], index: number, make: (key: TestKey) => TestKey): readonly TestKey[] =>
  keys.map((key, at) => (at === index ? make(key) : key))

const badTimes = [
  '2026-06-20T09:00:00+07:00',
  '2099-12-31T00:00:00Z',
  '2020-01-01T00:00:00+07:00',
  '1970-01-01T00:00:00Z',
  '2026-06-20T08:00:00',
  '2026-06-20',
  '20/06/2026 08:00',
  '2026-13-40T25:61:61Z',
  'now',
  '',
]

/** Remarks and names that are not NFC: no digest exists for them, so the files differ between readers. */
const apart = (snapshot: Snapshot): Snapshot =>
  snapshot.format === 'hocba-grid-1'
    ? { ...snapshot, students: snapshot.students.map((one) => ({ ...one, name: one.name.normalize('NFD') })) }
    : { ...snapshot, remark: 'Ngoan, lễ phép'.normalize('NFD') }

export function forgeries({ foreign }: Bases): readonly Forgery[] {
  return [
    ...infoSteps.map(({ name, make }): Forgery => ({
      name: `signed with ${name}`,
      make(base, random) {
        const victim = random.below(base.keys.length)
        const text = signXml(base.snapshot, base.keys, {
          ...base.how,
          tamperInfo: (index, info) => (index === victim ? make(info, random) : info),
        })
        return text
      },
    })),
    {
      name: 'signed at another time',
      make: (base, random) => {
        const victim = random.below(base.keys.length)
        const bad = random.pick(badTimes)
        return signXml(base.snapshot, base.keys, { ...base.how, time: (n) => (n === victim ? bad : '2026-06-20T08:00:00+07:00') })
      },
    },
    {
      name: 'signed before those who sign earlier',
      make: (base) =>
        signXml(base.snapshot, base.keys, {
          ...base.how,
          time: (n) => `2026-06-20T0${n === base.keys.length - 1 ? 6 : 7}:0${n}:00+07:00`,
        }),
    },
    {
      name: 'signed for another digest',
      make: (base, random) => signXml(base.snapshot, base.keys, { ...base.how, digest: random.below(256).toString(16).padStart(64, '0') }),
    },
    {
      name: 'signed over letters taken apart',
      make: (base) => signXml(apart(base.snapshot), base.keys, { ...base.how, digest: '0'.repeat(64) }),
    },
    {
      name: 'signed by too few',
      make: (base, random) => {
        const missing = random.below(base.keys.length)
        return signXml(
          base.snapshot,
          base.keys.filter((_, index) => index !== missing),
          base.how,
        )
      },
    },
    { name: 'signed by nobody', make: (base) => signXml(base.snapshot, [], base.how) },
    {
      name: 'signed in another order',
      make: (base) => signXml(base.snapshot, base.keys.toReversed(), base.how),
    },
    {
      name: 'signed twice by one person',
      make: (base, random) => {
        const key = random.pick(base.keys)
        return signXml(
          base.snapshot,
          base.keys.flatMap((one) => (one === key ? [one, one] : [one])),
          base.how,
        )
      },
    },
    {
      name: 'signed by another person of the school',
      make: (base, random) => {
        const victim = random.below(base.keys.length)
        const other = random.pick(base.keys.filter((_, index) => index !== victim))
        return signXml(
          base.snapshot,
          instead(base.keys, victim, (key) => ({ ...other, signer: key.signer })),
          base.how,
        )
      },
    },
    {
      name: 'signed by people of another school',
      make: (base, random) => {
        const victim = random.below(base.keys.length)
        const stranger = foreign.keys.find(({ signer }) => signer.uid === base.keys[victim]?.signer.uid)
        const keys = stranger === undefined ? foreign.keys : instead(base.keys, victim, () => stranger)
        return signXml(base.snapshot, keys, base.how)
      },
    },
    {
      name: 'signed with the key of another certificate',
      make: (base, random) => {
        const victim = random.below(base.keys.length)
        const other = random.pick(base.keys.filter((_, index) => index !== victim))
        return signXml(
          base.snapshot,
          instead(base.keys, victim, (key) => ({ ...key, key: other.key })),
          base.how,
        )
      },
    },
  ]
}
