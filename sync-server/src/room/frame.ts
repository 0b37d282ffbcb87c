/** A message as one unmasked binary frame (RFC 6455 §5.2), so that what goes to many sockets is framed once. */
export function binaryFrame(message: Uint8Array): Uint8Array {
  const { length } = message
  const head = length < 126 ? 2 : length <= 0xffff ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = 0x82
  frame[1] = length < 126 ? length : length <= 0xffff ? 126 : 127
  if (head === 4) frame.writeUInt16BE(length, 2)
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(message, head)
  return frame
}

/** The answer to a ping, which has at most 125 bytes. */
export const pongFrame = (data: Uint8Array): Uint8Array => Uint8Array.from([0x8a, data.length, ...data])
