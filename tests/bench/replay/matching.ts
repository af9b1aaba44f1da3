import type { Programme } from '@hark/domain'
import type { Inbox, Message } from '../../../packages/sources/src/jetstream/inbox.ts'
import { mayConcernPosts } from '../../../packages/sources/src/jetstream/prefilter.ts'
import { Session } from '../../../packages/sources/src/jetstream/session.ts'
import { Interest } from '../../../services/ingest/src/interest.ts'
import { Absence } from './generate.ts'
import { productNames } from './names.ts'
import { recordedShapes } from './shapes.ts'

export type Matching = {
  /** Events a second of processor time, in one thread. */
  events: number
  /** The same events through `JSON.parse` alone, from the same bytes. */
  bareParse: number
  matched: number
  offered: number
}

const BATCH = 1_000
const settings = {
  gapToleranceMs: 10_000,
  gapAfterMs: Number.POSITIVE_INFINITY,
  batchSize: BATCH,
  lingerMs: 0,
}

/**
 * From the bytes of a message to the posts a programme of `names` product names wants: what the reader of the stream does between the
 * socket and the database, in one thread. `all`: the whole stream as recorded; else what a reader of posts is sent.
 */
export async function jetstreamMatching(o: {
  all: boolean
  names: number
  matched: number
  posts: number
}): Promise<Matching> {
  const { products, names } = productNames(o.names)
  const shapes = recordedShapes().filter(({ withPosts }) => o.all || withPosts)
  const absence = new Absence({ ...o, names, shapes, endUs: Date.now() * 1000 })
  const messages = Array.from({ length: absence.count }, (_, n) => Buffer.from(absence.line(n)))
  const interest = new Interest({ id: '', products: products.map(listed) } as unknown as Programme, [])
  await read(messages, interest) // warm
  const own = await timed(() => read(messages, interest))
  const bare = await timed(async () => {
    for (const message of messages) JSON.parse(message.toString('utf8'))
  })
  return {
    events: messages.length / own.seconds,
    bareParse: messages.length / bare.seconds,
    ...(own.result as { matched: number; offered: number }),
  }
}

const listed = (p: { brand: string; substance: string }) => ({
  ...p,
  id: p.brand,
  group: p.brand,
  own: true,
  names: [],
})

/** The reader's own session over messages that lie ready. */
async function read(messages: readonly Buffer[], { wants }: Interest) {
  const session = new Session(null, wants, settings)
  const done = { matched: 0, offered: 0 }
  const ready = new Ready(messages) as unknown as Inbox
  for await (const batch of session.drain(ready, 'bench', new AbortController().signal)) {
    done.matched += batch.posts.length
    done.offered += batch.offered
  }
  return done
}

/** An inbox without a socket: what it takes, it takes by the filter a socket's has. */
class Ready {
  #at = 0
  readonly #messages: readonly Buffer[]
  constructor(messages: readonly Buffer[]) {
    this.#messages = messages
  }
  get closed(): string | null {
    return this.#at < this.#messages.length ? null : 'read'
  }
  async fill(): Promise<void> {}
  close(): void {}
  take(count: number): Message[] {
    const taken: Message[] = []
    while (taken.length < count && this.#at < this.#messages.length) {
      const data = this.#messages[this.#at++] as Buffer
      if (mayConcernPosts(data)) taken.push({ data, receivedMs: Date.now() })
    }
    return taken
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, result }
}
