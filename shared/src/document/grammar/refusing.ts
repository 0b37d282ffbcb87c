import { type Result, err, ok } from '../../core/result.ts'
import { Deviation, type UpdateRefusal } from './deviation.ts'

/** Runs a reader and turns its deviation into a refusal; any other error is a broken assumption and goes on. */
export function refusing<T>(read: () => T): Result<T, UpdateRefusal> {
  try {
    return ok(read())
  } catch (cause) {
    if (cause instanceof Deviation) return err(cause.refusal)
    throw cause
  }
}
