import type { Platform, Post, Removal } from '@hark/domain'
import { searchableText } from './storable-text.ts'

/** One item that could not become a post. `line` is the physical line of the file, from 1. */
export type Rejection = { line?: number; reason: string }

/**
 * A stretch the source could not hand over (R: coverage is shown, never assumed). Instants are ISO 8601 UTC; `to` is null while it
 * lasts. `open`: being read back, or not yet known; `lost`: the platform has it no more, and `reason` says why.
 */
export type Gap = { from: string; to: string | null; reason: string; state?: 'open' | 'lost'; lane?: string }

/** What became of the open gap of a lane that is read back by other means: still `waiting` for what `reason` says, `filled`, or `lost`. */
export type GapNews = { lane: string; now: 'waiting' | 'filled' | 'lost'; reason: string }

/**
 * What a source hands over at once, to be persisted in one transaction together with `cursor`.
 *
 * `offered` counts posts only, and always equals `unmatched + posts.length + rejected.length`.
 * Posts take effect before removals, and removals in their order; a source that sees a post after its
 * removal starts a new batch.
 */
export type Batch = {
  offered: number
  unmatched: number
  posts: Post[]
  rejected: Rejection[]
  removals: Removal[]
  /** Where to resume once this batch is stored; opaque outside the adapter. */
  cursor: string | null
  gap?: Gap
  /** Lanes read through to now: their open gaps end as filled. */
  filled?: string[]
  news?: GapNews[]
  /** When the first removal of it reached this process, ms since 1970. */
  seenMs?: number
}

/** What a post answers: a reply may matter for its parent alone ("me too"). */
export type Thread = { parentId: string | null; rootId: string | null }

/** A cheap test that must say yes to every text that could match; what it refuses is counted, not handed over. */
export type Wants = (text: string, thread?: Thread) => boolean

/** What an adapter tells the outside about its health; never holds post text or a handle. */
export type SourceState =
  | { state: 'connecting'; attempt: number }
  | { state: 'connected' }
  | { state: 'disconnected'; reason: string; retryInMs: number }

/** One webhook delivery as it was stored: the bytes that were verified. */
export type Delivery = { headers: Record<string, string>; body: Buffer; receivedAt: string }

/** What one answer or delivery of a platform holds, each item judged for itself. */
export type Items = { posts: Post[]; rejected?: Rejection[]; removals?: Removal[] }

/** What became of a post we hold. A change carries the new version. */
export type Rechecked =
  | { externalId: string; now: 'same' }
  | { externalId: string; now: 'gone'; reason: 'deleted' | 'taken_down' | 'hidden' }
  | { externalId: string; now: 'changed'; post: Post }
  /** Its author's account is away, with all it wrote, and may come back. */
  | {
      externalId: string
      now: 'away'
      authorId: string
      reason: 'taken_down' | 'suspended' | 'deactivated'
    }

export type Source = {
  readonly platform: Platform
  /**
   * Yields batches until the source ends or `signal` aborts. Asking for the next batch says the last one is
   * durable, so an adapter never reads ahead without bound, and delivers at least once from `cursor` on.
   */
  read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch>
  /** Webhook sources: the items of a stored delivery. Throws `Trouble('malformed')` for bytes of no known shape. */
  parse?(delivery: Delivery): Items | Promise<Items>
  /**
   * Asks after posts we hold: on an interval, listened to or not. An id without an answer is asked again later; `gone` is said only on
   * the platform's word, never because a question failed.
   */
  recheck?(externalIds: readonly string[], signal: AbortSignal): Promise<Rechecked[]>
  /** Where deletions come by a stream: whether some may have been told in a gap of this lane. Then what was held is asked after once. */
  missedIn?(lane: string): boolean
  /** The posts this one answers or quotes, as far as the terms allow, for "me too!" to be understood. */
  context?(
    post: Pick<Post, 'externalId' | 'parentId' | 'rootId' | 'quotedId'>,
    signal: AbortSignal,
  ): Promise<Post[]>
}

/** Accumulates one batch so that its counts balance by construction. */
export class BatchBuilder {
  readonly posts: Post[] = []
  readonly rejected: Rejection[] = []
  readonly removals: Removal[] = []
  readonly filled: string[] = []
  readonly news: GapNews[] = []
  unmatched = 0
  gap: Gap | undefined
  seenMs: number | undefined

  get offered(): number {
    return this.unmatched + this.posts.length + this.rejected.length
  }

  get isEmpty(): boolean {
    const told = this.removals.length + this.filled.length + this.news.length
    return this.offered + told === 0 && this.gap === undefined
  }

  /** Takes the post if it is wanted; else counts it. Its media's descriptions are searched with its text. */
  offer(post: Post, wants: Wants): void {
    if (wants(searchableText(post.text, post.media), post)) this.posts.push(post)
    else this.unmatched += 1
  }

  /** The same where most are not wanted: a post is made only of what is. `text`: all the words it will be searched in. */
  offerIfWanted(text: string, thread: Thread, make: () => Post, wants: Wants): void {
    if (wants(text, thread)) this.posts.push(make())
    else this.unmatched += 1
  }

  /** Takes word of what is gone, and when it came, ms since 1970. */
  remove(removals: readonly Removal[], seenMs: number): void {
    if (removals.length === 0) return
    this.removals.push(...removals)
    this.seenMs = Math.min(this.seenMs ?? seenMs, seenMs)
  }

  build(cursor: string | null): Batch {
    const { offered, unmatched, posts, rejected, removals, gap, filled, news, seenMs } = this
    const coverage = {
      ...(gap && { gap }),
      ...(filled.length > 0 && { filled }),
      ...(news.length > 0 && { news }),
    }
    const seen = seenMs !== undefined && { seenMs }
    return { offered, unmatched, posts, rejected, removals, cursor, ...coverage, ...seen }
  }
}
