import { closeCode, maxMessageBytes, messageType, writeAccepted, writeRefused } from '@hocba/shared/wire'
import * as decoding from 'lib0/decoding'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Actor } from '@hocba/shared/access'
import type { Session } from '../identity/session.ts'
import { type Channel, type Member, syncStep2 } from '../room/channel.ts'
import { binaryFrame, pongFrame } from '../room/frame.ts'
import type { Author, DocumentName, Room } from '../room/room.ts'
import { Answers } from './answers.ts'
import { Bucket } from './bucket.ts'
import { Intake } from './intake.ts'
import { Outgoing } from './outgoing.ts'

/** A peer that does not read its mail is sent away before it costs memory. */
const maxBuffered = 4 * 1024 * 1024

/** Questions that may wait; nobody who listens to the answers has so many. A socket that waits long is not seen to end. */
const maxAsked = 8

/** What a message costs of what a connection may send, in updates: the answer to step 1 is a whole document. */
const cost = { message: 1, question: 5, stepOne: 20 } as const

export interface Joined {
  readonly session: Session
  readonly name: string
  readonly speaksHocba: boolean
  /** Looked up for every update: rights follow assignments, not connections. */
  readonly actor: () => Actor
}

/** One WebSocket on one document: reads frames, asks the room, answers in order. */
export class Connection implements Member {
  readonly user: string
  readonly name: string
  readonly session: string
  readonly speaksHocba: boolean
  readonly #socket: WebSocket
  readonly #outgoing: Outgoing
  readonly #room: Room
  readonly #document: DocumentName
  readonly #joined: Joined
  readonly #answers: Answers
  readonly #intake: Intake
  #updates = 0
  #asked = 0
  #stepTwoSeen = false

  constructor(socket: WebSocket, stream: Duplex, room: Room, document: DocumentName, joined: Joined, updatesPerSecond: number) {
    this.user = joined.session.user
    this.name = joined.name
    this.session = joined.session.id
    this.speaksHocba = joined.speaksHocba
    this.#socket = socket
    this.#outgoing = new Outgoing(stream)
    this.#room = room
    this.#document = document
    this.#joined = joined
    this.#answers = new Answers((message) => this.send(message))
    this.#intake = new Intake(new Bucket(updatesPerSecond, updatesPerSecond * 10, performance.now()), socket)
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    socket.on('ping', (data) => this.#intake.offer(cost.message, () => this.sendFrame(pongFrame(data))))
    socket.on('pong', () => this.#intake.offer(cost.message, () => undefined))
    socket.on('close', () => this.#leave())
    this.#channel.join(this)
  }

  get #channel(): Channel {
    return this.#room.channels[this.#document]
  }

  send(message: Uint8Array): void {
    this.sendFrame(binaryFrame(message))
  }

  sendFrame(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount + this.#outgoing.bytes > maxBuffered) this.close(closeCode.tryAgain, 'too slow')
    else this.#outgoing.push(frame)
  }

  /** What was said before the end is still heard. */
  close(code: number, reason: string): void {
    this.#intake.stop()
    this.#outgoing.flush()
    this.#socket.close(code, reason)
  }

  #leave(): void {
    this.#intake.stop()
    this.#channel.leave(this)
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (!isBinary || data.length > maxMessageBytes + 16) return this.close(closeCode.malformed, 'frame')
    const price = costOf(data)
    if (price === cost.message) return this.#intake.push(price, () => this.#read(data))
    if (this.#asked >= maxAsked) return this.close(closeCode.tryAgain, 'too many questions')
    this.#asked += 1
    this.#intake.push(price, () => {
      this.#asked -= 1
      this.#read(data)
    })
  }

  #read(data: Buffer): void {
    try {
      const decoder = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      this.#dispatch(decoding.readVarUint(decoder), decoder)
    } catch {
      this.close(closeCode.malformed, 'frame')
    }
  }

  #dispatch(type: number, decoder: decoding.Decoder): void {
    if (type === messageType.sync) return this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    if (type === messageType.queryAwareness) return this.#sendPresence()
    if (type !== messageType.awareness) return this.close(closeCode.malformed, 'message type')
    const user = { id: this.user, name: this.name }
    const frame = this.#channel.presence.receive(decoding.readVarUint8Array(decoder), this, user, (client) =>
      this.#room.mayUse(this.#document, client, this.user),
    )
    if (frame) this.#channel.broadcast(frame, this)
  }

  #sync(kind: number, payload: Uint8Array): void {
    if (kind === 0) return this.#answerStepOne(payload)
    if (kind !== 1 && kind !== 2) return this.close(closeCode.malformed, 'sync type')
    this.#updates += 1
    // A copy, for what was read with it would be kept as long; out of Node's pool, for a buffer of its own costs more than the rest.
    void this.#judge(this.#updates, Buffer.from(payload), kind === 1)
  }

  /** What is queued may be in the document but is not on disk: the answer waits behind the commit (I2). */
  #answerStepOne(stateVector: Uint8Array): void {
    const frame = syncStep2(this.#channel.doc, stateVector)
    const answer = this.#answers.reserve()
    void this.#room.settled().then(() => answer(frame))
  }

  async #judge(n: number, update: Uint8Array, isStepTwo: boolean): Promise<void> {
    const answer = this.#answers.reserve()
    const beforeStepTwo = !this.#stepTwoSeen && !isStepTwo
    if (isStepTwo) this.#stepTwoSeen = true
    const author: Author = { actor: this.#joined.actor(), session: this.session }
    const outcome = await this.#room.receive(this.#document, update, author, this)
    if (outcome.ok) return answer(this.speaksHocba ? writeAccepted({ n, seq: outcome.value }) : null)
    if (this.speaksHocba) return answer(writeRefused({ n, ...outcome.error }))
    answer(null)
    // A plain y-websocket client sends edits before its first step 2, which will contain what is missing here.
    if (outcome.error.code === 'update.gap' && beforeStepTwo) return
    this.close(closeCode.refused, outcome.error.code)
  }

  #sendPresence(): void {
    const frame = this.#channel.presence.all()
    if (frame) this.send(frame)
  }
}

function costOf([type, kind]: Buffer): number {
  if (type === messageType.queryAwareness) return cost.question
  return type === messageType.sync && kind === 0 ? cost.stepOne : cost.message
}
