import { httpOf } from '../adapter.ts'
import { troubleOfStatus } from '../ask.ts'
import { losslessJson } from '../lossless-json.ts'
import type { Lane, Page } from '../poll/lane.ts'
import type { Items } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Server } from './instance.ts'
import { toPost } from './post.ts'
import { type ServerEvent, serverEvents } from './sse.ts'
import type { Told } from './told.ts'

export type Channel = { key: string; path: string }

export const tagChannel = (tag: string): Channel => ({
  key: `stream:tag:${tag.toLowerCase()}`,
  path: `/api/v1/streaming/hashtag?tag=${encodeURIComponent(tag)}`,
})

export const publicChannel = (which: 'local' | 'remote' | 'public'): Channel => ({
  key: `stream:${which}`,
  path: `/api/v1/streaming/public${which === 'public' ? '' : `/${which}`}`,
})

/** Mastodon says something every 15 s. */
const idleMs = 60_000

/**
 * A channel of the instance's stream. It forgets what nobody heard: posts are read back by the polling beside it, deletions and edits
 * by asking after what we hold.
 */
export function streamLane(channel: Channel, server: Server, told: Told): Lane {
  return {
    key: channel.key,
    everyMs: 1_000,
    async *walk(_cursor, signal) {
      const stop = new AbortController()
      try {
        const body = await connect(channel, server, AbortSignal.any([signal, stop.signal]))
        yield* told.new(live(body, server))
      } finally {
        stop.abort()
      }
    },
  }
}

async function connect({ path }: Channel, server: Server, signal: AbortSignal) {
  const url = `${await streamOrigin(server, signal)}${path}`
  const headers = { accept: 'text/event-stream', ...server.credentials }
  const answer = await httpOf(server.deps).stream(url, { headers, idleMs, signal })
  if (answer.status === 200) return answer.body
  throw troubleOfStatus(answer.status, answer.headers, server.nowMs)
}

/** Where the instance keeps its stream: often a host of its own. Encrypted, or where the instance itself is. */
async function streamOrigin(server: Server, signal: AbortSignal): Promise<string> {
  const { configuration } = await server.about(signal)
  const named = URL.parse(configuration?.urls?.streaming ?? '')
  if (named === null || !/^(wss?|https?):$/.test(named.protocol)) return server.origin
  const plain = /^(ws|http):$/.test(named.protocol)
  if (plain && server.origin.startsWith('https:')) return server.origin
  return `${plain ? 'http' : 'https'}://${named.host}`
}

async function* live(body: AsyncIterable<Buffer>, server: Server): AsyncGenerator<Page, void> {
  yield { posts: [], cursor: 'live', caughtUp: true }
  for await (const events of serverEvents(body))
    for (const items of inOrder(events, server.now)) yield { ...items, cursor: 'live', caughtUp: true }
  throw new Trouble('unavailable', 'mastodon.stream_ended')
}

/** Events as pages: a post that comes after a removal begins a new one, for within a page posts take effect first. */
export function inOrder(events: readonly ServerEvent[], now: string): Required<Items>[] {
  const pages = [emptyPage()]
  for (const { event, data } of events) {
    if (event === 'delete') {
      const externalId = data.trim()
      if (externalId) pages.at(-1)?.removals.push({ kind: 'post', externalId, reason: 'deleted', at: now })
    } else if (event === 'update' || event === 'status.update') {
      if (pages.at(-1)?.removals.length) pages.push(emptyPage())
      const post = toPost(jsonOrNull(data), now)
      if (typeof post === 'string') pages.at(-1)?.rejected.push({ reason: post })
      else pages.at(-1)?.posts.push(post)
    }
  }
  return pages
}

const emptyPage = (): Required<Items> => ({ posts: [], rejected: [], removals: [] })

function jsonOrNull(text: string): unknown {
  try {
    return losslessJson(text)
  } catch {
    return null
  }
}
