import type { Http } from '../fetch/safe-fetch.ts'
import { losslessJson } from '../lossless-json.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import { troubleFrom } from './client.ts'
import { fieldsBy } from './fields.ts'
import { Inbox } from './inbox.ts'
import { heldIn, type Lists, searchPage, searchReachMs } from './lists.ts'
import { toPost } from './post.ts'
import { queriesOf, shortHash } from './queries.ts'
import { syncRules } from './rules.ts'
import { noIncludes, StreamLine } from './shape.ts'
import { idAt, timeOf } from './snowflake.ts'
import { sinceWalk } from './walk.ts'

export type StreamConfig = { http: Http; server: string; token: string; rules: readonly string[] }

/** X says something every 20 s; silence of twice that is a dead line. */
const idleMs = 45_000
/** After an HTTP error X asks for five seconds at first, then ever more. */
const afterErrorMs = 5_000
/** Posts paid for in advance, so that none arrives that cannot be paid. */
const block = 20

/**
 * The filtered stream. It is connected first, and what was missed since it was last alive is read back by search while it already
 * runs: between the two nothing slips through. Its cursor is the last moment, by X's clock, at which all before was handed over.
 */
export function streamLane(config: StreamConfig, lists: Lists): Lane {
  const { rules } = config
  return {
    key: `stream:${shortHash([...rules].sort().join('\n'))}`,
    everyMs: 0,
    async *walk(cursor, signal) {
      await syncRules(await lists.client(signal), rules)
      const stop = new AbortController()
      const { body, aheadMs } = await connect(config, lists, AbortSignal.any([signal, stop.signal]))
      const inbox = new Inbox(body)
      try {
        if (cursor !== null) yield* readBack(cursor, rules, lists, signal)
        yield* live(inbox, lists, () => lists.nowMs() + aheadMs)
      } finally {
        stop.abort()
      }
    },
  }
}

async function connect({ http, server, token }: StreamConfig, { nowMs }: Lists, signal: AbortSignal) {
  const url = `${new URL(server).origin}/2/tweets/search/stream?${new URLSearchParams(fieldsBy.tweet)}`
  const { status, headers, body } = await http.stream(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    idleMs,
    signal,
  })
  if (status === 200) {
    const theirs = Date.parse(headers.get('date') ?? '')
    return { body, aheadMs: Number.isNaN(theirs) ? 0 : theirs - nowMs() }
  }
  const { kind, code, untilMs } = troubleFrom({ status, headers, body: await firstOf(body) }, nowMs())
  throw new Trouble(kind, code, untilMs ?? (kind === 'limited' ? undefined : nowMs() + afterErrorMs))
}

async function firstOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  for await (const chunk of body) return chunk
  return Buffer.alloc(0)
}

/** Everything the rules find since the stream was last alive; the cursor stays until all of it is stored. */
async function* readBack(
  cursor: string,
  rules: readonly string[],
  lists: Lists,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  const aliveMs = Number(cursor)
  if (!Number.isFinite(aliveMs)) return
  const from = JSON.stringify({ since: idAt(aliveMs), top: null, next: null })
  for (const query of queriesOf(rules)) {
    const page = searchPage(lists, query, signal)
    for await (const found of sinceWalk({ page, nowMs: lists.nowMs, reachMs: searchReachMs }, from))
      yield { ...found, cursor }
  }
}

async function* live(
  inbox: Inbox,
  { meter, nowMs }: Lists,
  theirNow: () => number,
): AsyncGenerator<Page, void> {
  let aliveMs = theirNow()
  let prepaid = await meter.reserve(block)
  try {
    // Where reading begins is stored before anything is read, so that even a first minute can be read back.
    yield { posts: [], cursor: String(aliveMs), caughtUp: true }
    for (;;) {
      const lines = await inbox.take(block)
      const receivedAt = new Date(nowMs()).toISOString()
      const { page, held, newestMs } = pageOf(lines.filter(Boolean), receivedAt)
      // While more is waiting, only what was handed over counts as read.
      aliveMs = inbox.isEmpty ? Math.max(aliveMs, theirNow()) : Math.max(aliveMs, newestMs ?? 0)
      const spent = meter.costOf(held)
      prepaid = { money: prepaid.money - spent.money, posts: prepaid.posts - spent.posts }
      yield { ...page, cursor: String(aliveMs), caughtUp: true }
      if (held.posts.length === 0) continue
      await meter.giveBack(prepaid)
      prepaid = { money: 0, posts: 0 }
      prepaid = await meter.reserve(block)
    }
  } finally {
    await meter.giveBack(prepaid)
  }
}

/** Lines of the stream as one page. A line of errors alone is X taking leave. */
function pageOf(lines: readonly string[], receivedAt: string) {
  const page = { posts: [], rejected: [] } as Pick<Required<Page>, 'posts' | 'rejected'>
  const held = { posts: [] as string[], users: [] as string[] }
  let newestMs: number | null = null
  for (const raw of lines) {
    const line = lineOf(raw)
    if (line === null || line.data === undefined || line.data === null) {
      if (line !== null && line.errors.length > 0) throw goodbye(line.errors[0]?.disconnect_type)
      page.rejected.push({ reason: line === null ? 'line.not_json' : 'line.unknown_shape' })
      continue
    }
    const ids = heldIn({ data: [line.data], includes: line.includes })
    held.posts.push(...ids.posts)
    held.users.push(...ids.users)
    const post = toPost(line.data, line.includes ?? noIncludes, { raw, receivedAt })
    if (typeof post === 'string') page.rejected.push({ reason: post })
    else {
      page.posts.push(post)
      newestMs = Math.max(newestMs ?? 0, timeOf(post.revision || post.externalId) ?? 0)
    }
  }
  return { page, held, newestMs }
}

function lineOf(raw: string) {
  try {
    const parsed = StreamLine.safeParse(losslessJson(raw))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function goodbye(type: string | null | undefined): Trouble {
  const name = /^[A-Za-z]{1,60}$/.test(type ?? '') ? type : 'unnamed'
  return new Trouble('unavailable', `x.disconnected:${name}`)
}
