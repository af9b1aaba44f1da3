import type { Batch, BatchBuilder, Gap, Wants } from '../source.ts'
import { EventSorter } from './batching.ts'
import { advance, formatCursor, type Position } from './cursor.ts'
import { type JetstreamEvent, parseJetstream } from './event.ts'
import type { Inbox, Message } from './inbox.ts'
import { toReadBack } from './missing.ts'

export type SessionSettings = {
  gapToleranceMs: number
  batchSize: number
  lingerMs: number
  /** What is missing is read back by others: its gap opens, instead of being lost. */
  readBack?: boolean
  /** Silence of every server for longer than this is shown as a gap while it lasts, ms. */
  gapAfterMs?: number
}

/** Why a connection ended, and whether it had delivered anything. */
export type SessionEnd = { reason: string; heard: boolean }

type Timed = Extract<JetstreamEvent, { timeUs: number }>

/** Of the gap that stands for the silence of all servers. */
const lane = 'stream'

/** A cursor is stored at least this often even where nothing else is. */
const freshCursorUs = 10_000_000

/** What one `read` knows across its connections: where it stands, what it has delivered, what it may have missed. */
export class Session {
  position: Position | null
  readonly #settings: SessionSettings
  readonly #sorter: EventSorter
  #batch: BatchBuilder
  #storedUs: number
  #firstOfConnection = true
  #lost: string | null = null
  #stop: string | null = null
  #silentMs: number | null = null
  #told = false
  /** A gap of the silence may be open: one told of here, or by a process before this one. */
  #toFill = true

  constructor(position: Position | null, wants: Wants, settings: SessionSettings) {
    this.position = position
    this.#storedUs = position?.timeUs ?? 0
    this.#settings = settings
    this.#sorter = new EventSorter(wants)
    this.#batch = this.#sorter.startBatch()
  }

  /** A refused upgrade: a sequence number the server no longer (or never) held is given up for the time. */
  refused(reason: string): void {
    if (reason === 'CursorTooOld') this.#lost = 'cursor.too_old'
    if (reason === 'CursorTooOld' || reason === 'InvalidRequest' || reason === 'http_400')
      this.#forgetSequence()
  }

  /**
   * No server says a word. Once that has lasted, the batch that says so; null before, and after. Whether anything is missing in the end
   * shows when one speaks again: then this gap is filled, and what a server no longer holds is a gap of its own.
   */
  silent(reason: string, nowMs: number): Batch | null {
    const first = this.#silentMs === null
    this.#silentMs ??= nowMs
    const { gapAfterMs = 600_000 } = this.#settings
    if (first || nowMs - this.#silentMs < gapAfterMs || this.#told) return null
    this.#told = true
    this.#toFill = true
    const { position } = this
    const from = new Date(position === null ? this.#silentMs : position.timeUs / 1000).toISOString()
    const batch = this.#sorter.startBatch()
    batch.gap = { from, to: null, reason: `stream.${reason}`, state: 'open', lane }
    return batch.build(position && formatCursor(position))
  }

  /** Yields batches until the connection ends; closes it in every case. */
  async *drain(inbox: Inbox, host: string, signal: AbortSignal): AsyncGenerator<Batch, SessionEnd> {
    this.#firstOfConnection = true
    this.#stop = null
    let heard = false
    try {
      while (!signal.aborted && this.#stop === null) {
        await inbox.fill(this.#settings.batchSize, this.#settings.lingerMs, signal)
        const messages = inbox.take(this.#settings.batchSize)
        if (messages.length === 0 && inbox.closed !== null) break
        heard ||= messages.length > 0
        if (messages.length > 0) this.#speaks()
        yield* this.#sort(messages, host)
      }
      return { reason: this.#stop ?? inbox.closed ?? 'aborted', heard }
    } finally {
      inbox.close()
    }
  }

  #speaks(): void {
    this.#silentMs = null
    this.#told = false
    if (this.#toFill) this.#batch.filled.push(lane)
    this.#toFill = false
  }

  *#sort(messages: Message[], host: string): Generator<Batch> {
    for (const { data, receivedMs } of messages) {
      const raw = data.toString('utf8')
      const event = parseJetstream(raw)
      if (event.kind === 'info') this.#notice(event.name)
      if (event.kind === 'error') this.#stop = `stream.${event.name}`
      if ('timeUs' in event) this.#place(event, host)
      if (this.#stop !== null) break
      if (this.#sorter.needsNewBatch(event)) yield* this.#flush()
      this.#sorter.add(this.#batch, event, raw, receivedMs)
      if ('timeUs' in event) this.position = advance(this.position, event, host)
    }
    yield* this.#flush()
  }

  /** Checks the first event of a connection against the cursor; stops where it must be given up. */
  #place(event: Timed, host: string): void {
    if (!this.#firstOfConnection) return
    this.#firstOfConnection = false
    const { position } = this
    if (position === null) return
    // A sequence number ahead of the server's own belongs to another instance behind the same name.
    const held = position.host === host ? position.seq : null
    if (held !== null && event.seq !== null && event.seq < held) {
      this.#forgetSequence()
      this.#stop = 'cursor.foreign'
      return
    }
    const late = event.timeUs - position.timeUs > this.#settings.gapToleranceMs * 1000
    if (late || this.#lost !== null) {
      const missed = gap(position.timeUs, event.timeUs, this.#lost)
      this.#batch.gap = this.#settings.readBack ? toReadBack(missed) : missed
    }
    this.#lost = null
  }

  #notice(name: string): void {
    if (name === 'OutdatedCursor') this.#lost ??= 'cursor.clamped'
  }

  #forgetSequence(): void {
    if (this.position !== null) this.position = { ...this.position, seq: null }
  }

  *#flush(): Generator<Batch> {
    const { position } = this
    const stale = position !== null && position.timeUs - this.#storedUs > freshCursorUs
    if (this.#batch.isEmpty && !stale) return
    const batch = this.#batch.build(position && formatCursor(position))
    this.#storedUs = position?.timeUs ?? 0
    this.#batch = this.#sorter.startBatch()
    yield batch
  }
}

function gap(fromUs: number, toUs: number, reason: string | null): Gap {
  const [from, to] = [fromUs, Math.max(fromUs, toUs)].map((us) => new Date(us / 1000).toISOString())
  // The server has it no more: lost, unless another reader of ours brings it.
  return { from: from as string, to: to as string, reason: reason ?? 'cursor.clamped', state: 'lost' }
}
