import { Worker } from 'node:worker_threads'
import type { Feed } from './feed.ts'
import { feedLimits } from './limits.ts'
import type { Received } from './parse.ts'
import { FeedRefused } from './xml.ts'

type Answer = { id: number } & ({ feed: Feed } | { refused: string })
type TimeLimits = { parseMs: number; parseMsPerMb: number }
type Waiting = { resolve: (feed: Feed) => void; reject: (error: FeedRefused) => void }

/**
 * Parses in a thread of its own with limits on time and memory (trust.md §4): a document that loops or swells ends its thread, which is
 * started anew, and nothing else. One document at a time, so that only the guilty one is refused.
 */
export class FeedReader {
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #asked = 0
  #waiting: Waiting | null = null
  readonly #limits: TimeLimits

  constructor(limits: TimeLimits = feedLimits) {
    this.#limits = limits
  }

  /** Rejects with `FeedRefused`: `feed.not_a_feed`, `feed.timeout`, `feed.died` or one of the limits. */
  read(received: Received): Promise<Feed> {
    const turn = this.#last.then(() => this.#ask(received))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #ask(received: Received): Promise<Feed> {
    if (received.bytes.length > feedLimits.bytes) throw new FeedRefused('feed.too_large')
    this.#worker ??= await this.#start()
    const worker = this.#worker
    const id = ++this.#asked
    const { promise, resolve, reject } = Promise.withResolvers<Feed>()
    this.#waiting = { resolve, reject }
    // Only while it works does the thread hold the process.
    worker.ref()
    const { parseMs, parseMsPerMb } = this.#limits
    const limitMs = parseMs + (received.bytes.length / 1e6) * parseMsPerMb
    const late = setTimeout(() => this.#end('feed.timeout'), limitMs)
    worker.postMessage({ id, received })
    try {
      return await promise
    } finally {
      clearTimeout(late)
      worker.unref()
      this.#waiting = null
    }
  }

  /** The clock of a document starts when its thread is up, however busy the machine. */
  async #start(): Promise<Worker> {
    const worker = new Worker(new URL('./feed-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: feedLimits.threadMb, stackSizeMb: 4 },
    })
    const { promise: ready, resolve: up } = Promise.withResolvers<void>()
    worker.on('message', (answer: Answer | 'ready') => {
      if (answer === 'ready') up()
      else if ('feed' in answer) this.#waiting?.resolve(answer.feed)
      else this.#waiting?.reject(new FeedRefused(answer.refused))
    })
    worker.on('error', () => {
      up()
      this.#end('feed.died')
    })
    await ready
    return worker
  }

  #end(why: string): void {
    const worker = this.#worker
    this.#worker = null
    void worker?.terminate()
    this.#waiting?.reject(new FeedRefused(why))
  }
}

/** The one thread of this process. */
export const feedReader = new FeedReader()
