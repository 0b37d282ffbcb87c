import { Fault } from '@hocba/shared/core'
import type { FastifyRequest } from 'fastify'

/**
 * The file that a call brings: its body, or the one file of a form.
 * @throws Fault `request.invalid` when there is none; what is too large is told by the reader of the body
 */
export async function uploadOf(request: FastifyRequest): Promise<Uint8Array> {
  const upload = request.isMultipart() ? await formFile(request) : request.body
  const bytes = typeof upload === 'string' ? new TextEncoder().encode(upload) : upload
  if (bytes instanceof Uint8Array && bytes.length > 0) return bytes
  throw new Fault('request.invalid', { detail: 'Không có tệp nào trong yêu cầu.' })
}

/** A form without its boundary, or one that breaks off, is the caller's; the reader tells neither from a failure of ours. */
async function formFile(request: FastifyRequest): Promise<Uint8Array | undefined> {
  try {
    return await (await request.file())?.toBuffer()
  } catch (cause) {
    if (cause instanceof Error && 'statusCode' in cause) throw cause
    throw new Fault('request.invalid', { cause })
  }
}
