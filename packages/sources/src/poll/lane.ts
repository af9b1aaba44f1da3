import type { Gap, GapNews, Items } from '../source.ts'

/** Some of a lane, with where it resumes once this is stored. */
export type Page = Items & {
  cursor: string | null
  gap?: Omit<Gap, 'lane'>
  /** Of gaps of other lanes, which this one reads back. */
  news?: GapNews[]
  /** With this page the lane is read through to now, though its walk goes on: a stream says so with each event or keep-alive. */
  caughtUp?: boolean
}

/**
 * One list that is polled: a hashtag, a subreddit, a feed, the comments of a video. A source has some, each with its own cursor, its
 * own pace and its own trouble; they take turns by the page, so a long one holds up no other.
 */
export type Lane = {
  /** Names it in the source's cursor: stable, and unlike all others. */
  key: string
  /** From the end of one walk to the start of the next, ms. */
  everyMs: number
  /**
   * One walk from `cursor` (null at first: the newest page or so) to now. A page counts as stored when the next is asked for.
   * Returning says "read through to now"; throwing `Trouble` ends the walk, and the next starts from the last stored cursor.
   */
  walk(cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void>
}
