import { createServer, connect, type DetailedPeerCertificate } from 'node:tls'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** 1.2.840.113549.1.7.1: the authenticated safe of a PFX is PKCS#7 data (RFC 7292 section 4). */
const dataOid = Buffer.from('06092a864886f70d010701', 'hex')

/** Whether the bytes begin as a PKCS#12 file does: SEQUENCE { INTEGER 3, ContentInfo data … }; the PIN is not needed to see it. */
export function isPkcs12(bytes: Buffer): boolean {
  const outer = header(bytes, 0)
  if (!outer || (outer.length !== undefined && outer.start + outer.length !== bytes.byteLength)) return false
  if (!bytes.subarray(outer.start, outer.start + 3).equals(Buffer.from('020103', 'hex'))) return false
  const content = header(bytes, outer.start + 3)
  return content !== undefined && bytes.subarray(content.start, content.start + dataOid.byteLength).equals(dataOid)
}

/** Tag SEQUENCE and its length; `undefined` length is BER's indefinite one, which some older programs write. */
function header(bytes: Buffer, at: number): { readonly start: number; readonly length: number | undefined } | undefined {
  const first = bytes[at + 1]
  if (bytes[at] !== 0x30 || first === undefined) return undefined
  if (first < 0x80) return { start: at + 2, length: first }
  if (first === 0x80) return { start: at + 2, length: undefined }
  const count = first - 0x80
  if (count > 4 || at + 2 + count > bytes.byteLength) return undefined
  return { start: at + 2 + count, length: bytes.readUIntBE(at + 2, count) }
}

/**
 * The certificates of a PKCS#12 file, the holder's first, as PEM; throws when the PIN does not open it.
 * Node opens such files only for TLS: a handshake with ourselves shows the certificates.
 */
export async function certificatesOf(pfx: Buffer, passphrase: string): Promise<string> {
  const server = createServer({ pfx, passphrase }, (socket) => socket.end())
  try {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(client, 'secureConnect')
    const chain = chainOf(client.getPeerCertificate(true))
    client.destroy()
    return chain.map(pemOf).join('')
  } finally {
    server.close()
  }
}

function chainOf(first: DetailedPeerCertificate): readonly Buffer[] {
  const chain: Buffer[] = []
  for (
    let one: DetailedPeerCertificate | undefined = first;
    one?.raw;
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate
  ) {
    chain.push(one.raw)
  }
  return chain
}

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trimEnd()}\n-----END CERTIFICATE-----\n`
