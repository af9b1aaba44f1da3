import { BatchBuilder, type Wants } from '../source.ts'
import type { JetstreamEvent } from './event.ts'
import { parseRecord, postUri, revisionOf, threadOf, toPost, wordsOf } from './record.ts'
import { removalOf } from './removal.ts'
import { deliveryKey, RecentSet } from './seen.ts'

/** Larger than any rewind at the highest rate seen (2,000 events/s), yet a few megabytes. */
const remembered = 50_000

/** Turns events into the contents of a batch. One instance lives as long as one `read`. */
export class EventSorter {
  readonly #wants: Wants
  readonly #delivered = new RecentSet(remembered)
  readonly #deleted = new RecentSet(remembered)
  #withdrawn = new Set<string>()

  constructor(wants: Wants) {
    this.#wants = wants
  }

  /** True where the event may not join a batch that already holds the removal of the same post or author. */
  needsNewBatch(event: JetstreamEvent): boolean {
    if (event.kind !== 'post') return false
    return this.#withdrawn.has(event.did) || this.#withdrawn.has(postUri(event.did, event.rkey))
  }

  startBatch(): BatchBuilder {
    this.#withdrawn = new Set()
    return new BatchBuilder()
  }

  add(batch: BatchBuilder, event: JetstreamEvent, raw: string, receivedMs: number): void {
    const key = deliveryKey(event)
    if (key !== null && !this.#delivered.add(key)) return
    if (event.kind === 'malformed') batch.rejected.push({ reason: event.reason })
    else if (event.kind === 'post') this.#addPost(batch, event, raw, receivedMs)
    else this.#addRemoval(batch, event, receivedMs)
  }

  #addPost(
    batch: BatchBuilder,
    event: JetstreamEvent & { kind: 'post' },
    raw: string,
    receivedMs: number,
  ): void {
    const record = parseRecord(event.record)
    if (record === null) {
      batch.rejected.push({ reason: 'record.unknown_shape' })
      return
    }
    const make = () => {
      const revision = revisionOf(event, this.#deleted.has(postUri(event.did, event.rkey)))
      return toPost(event, record, { raw, revision, receivedAt: new Date(receivedMs).toISOString() })
    }
    batch.offerIfWanted(wordsOf(record), threadOf(record), make, this.#wants)
  }

  #addRemoval(batch: BatchBuilder, event: JetstreamEvent, receivedMs: number): void {
    const removal = removalOf(event)
    if (removal === null) return
    batch.remove([removal], receivedMs)
    this.#withdrawn.add('externalId' in removal ? removal.externalId : removal.authorId)
    if (removal.kind === 'post') this.#deleted.add(removal.externalId)
  }
}
