import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Bucket } from '../../../sync-server/src/listen/bucket.ts'
import { Intake } from '../../../sync-server/src/listen/intake.ts'

class Tap {
  isOpen = true
  pause(): void {
    this.isOpen = false
  }
  resume(): void {
    this.isOpen = true
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'clearTimeout', 'clearImmediate', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

function intakeOf(rate: number, burst: number): { readonly tap: Tap; readonly intake: Intake; readonly done: number[] } {
  const tap = new Tap()
  return { tap, intake: new Intake(new Bucket(rate, burst, performance.now()), tap), done: [] }
}

describe('what comes in on one socket', () => {
  test('HOSTILE-8 nothing is lost and nothing overtaken, however fast it comes, and the socket is read again at the end', async () => {
    const { tap, intake, done } = intakeOf(50, 100)
    for (let message = 0; message < 300; message += 1) intake.push(1, () => done.push(message))
    expect(done.length).toBeLessThan(50)
    expect(tap.isOpen).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(done).toEqual(Array.from({ length: 300 }, (_, message) => message))
    expect(tap.isOpen).toBe(true)
  })

  test('HOSTILE-8 no more is done in a second than the limit says', async () => {
    const { intake, done } = intakeOf(50, 100)
    for (let message = 0; message < 300; message += 1) intake.push(1, () => done.push(message))
    await vi.advanceTimersByTimeAsync(1000)
    expect(done.length).toBeGreaterThanOrEqual(145)
    expect(done.length).toBeLessThanOrEqual(151)
  })

  test('HOSTILE-8 what is offered beyond the limit is dropped, and pays for it with silence', async () => {
    const { tap, intake, done } = intakeOf(50, 10)
    for (let ping = 0; ping < 200; ping += 1) intake.offer(1, () => done.push(ping))
    await vi.advanceTimersByTimeAsync(3000)
    expect(done).toHaveLength(10)
    expect(tap.isOpen).toBe(false)
    await vi.advanceTimersByTimeAsync(3000)
    expect(tap.isOpen).toBe(true)
  })

  test('HOSTILE-8 a socket that has ended does nothing more', async () => {
    const { tap, intake, done } = intakeOf(50, 10)
    for (let message = 0; message < 30; message += 1) intake.push(1, () => done.push(message))
    const before = done.length
    intake.stop()
    intake.push(1, () => done.push(-1))
    intake.offer(1, () => done.push(-1))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(done).toHaveLength(before)
    expect(tap.isOpen).toBe(false)
  })

  test('HOSTILE-8 under the smallest limit even the dearest message has its turn', async () => {
    const { tap, intake, done } = intakeOf(1, 10)
    for (const message of [0, 1]) intake.push(20, () => done.push(message))
    await vi.advanceTimersByTimeAsync(12_000)
    expect(done).toEqual([0, 1])
    expect(tap.isOpen).toBe(true)
  })

  test('HOSTILE-8 a limit of 0 is none', () => {
    const { tap, intake, done } = intakeOf(0, 0)
    for (let message = 0; message < 1000; message += 1) intake.push(20, () => done.push(message))
    expect(done).toHaveLength(1000)
    expect(tap.isOpen).toBe(true)
  })
})
