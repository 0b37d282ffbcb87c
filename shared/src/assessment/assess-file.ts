import { type Result, err } from '../core/result.ts'
import { type AssessOutput, assess } from './assess.ts'
import { type PrimaryOutput, assessPrimary } from './circular-27/assess.ts'
import { type InputFault, keysOf, member, rootPlace } from './place.ts'
import { type RulebookId, rulebookOf } from './rulebook.ts'

const programs: Readonly<Record<RulebookId, (input: unknown) => Result<AssessOutput | PrimaryOutput, InputFault>>> = {
  'TT22/2021': assess,
  'TT27/2020': assessPrimary,
}

/** The whole of `hocba assess`: the file names its rulebook, and the rulebook says how it is read. */
export function assessFile(input: unknown): Result<AssessOutput | PrimaryOutput, InputFault> {
  const root = rootPlace(input)
  keysOf(root)
  const [fault] = root.faults
  if (fault) return err(fault)
  const { value, path } = member(root, 'rulebook')
  const rulebook = typeof value === 'string' ? rulebookOf(value) : undefined
  if (!rulebook) return err({ path, message: 'Không có bộ quy định này; hiện có TT22/2021 và TT27/2020.' })
  return programs[rulebook.id](input)
}
