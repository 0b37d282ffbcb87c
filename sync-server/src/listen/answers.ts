/**
 * Answers leave in the order of the questions, whatever order they become ready in:
 * the n-th update of a connection gets the n-th answer (contract: WebSocket).
 */
export class Answers {
  readonly #send: (frame: Uint8Array) => void
  readonly #slots: { frame?: Uint8Array | null }[] = []

  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send
  }

  /** Takes the next place; call the returned function once, with the frame or `null` for silence. */
  reserve(): (frame: Uint8Array | null) => void {
    const slot: { frame?: Uint8Array | null } = {}
    this.#slots.push(slot)
    return (frame) => {
      slot.frame = frame
      this.#flush()
    }
  }

  #flush(): void {
    while (this.#slots[0]?.frame !== undefined) {
      const frame = this.#slots.shift()?.frame
      if (frame) this.#send(frame)
    }
  }
}
