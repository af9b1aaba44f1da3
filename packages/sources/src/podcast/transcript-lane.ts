import { ask } from '../ask.ts'
import { feedDate } from '../feed/dates.ts'
import { shortHash } from '../feed/feed-cursor.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Page } from '../poll/lane.ts'
import { Trouble, troubleOf } from '../trouble.ts'
import type { Tracked } from './podcast-cursor.ts'
import { maxTranscriptBytes, readTranscript } from './transcript.ts'
import { transcriptPosts } from './transcript-posts.ts'

const hourMs = 3_600_000
const again = { wellMs: 24 * hourMs, failedMs: 6 * hourMs, forMs: 30 * 24 * hourMs, tries: 5 }
/** Not asked for again. JSON holds no infinity. */
const neverMs = 8.64e15

/** What one request for a transcript brought: its pages, and what is remembered of it from then on. */
export type Looked = { pages: Omit<Page, 'cursor'>[]; tracked: Tracked }

/**
 * Reads a transcript that is due. Only windows whose words changed are handed over, as versions; windows it no longer has are removed. One
 * that cannot be had is tried again for a day and then shown as a gap; it holds up no other.
 */
export async function lookAt(
  http: Http,
  tracked: Tracked,
  signal: AbortSignal,
  nowMs: () => number,
): Promise<Looked> {
  try {
    return await readAgain(http, tracked, signal, nowMs)
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble.kind === 'limited' || signal.aborted) throw trouble
    const failures = tracked.failures + 1
    const over = trouble.kind === 'gone' || failures >= again.tries
    const missed = { ...tracked, failures, dueMs: over ? neverMs : nowMs() + again.failedMs }
    return {
      tracked: missed,
      pages: over && tracked.body === null ? [{ posts: [], gap: gapOf(tracked, trouble, nowMs()) }] : [],
    }
  }
}

async function readAgain(
  http: Http,
  tracked: Tracked,
  signal: AbortSignal,
  nowMs: () => number,
): Promise<Looked> {
  const headers = {
    accept: 'text/vtt, application/json, application/srt, text/html;q=0.8, text/plain;q=0.7, */*;q=0.1',
    ...(tracked.etag !== null && { 'if-none-match': tracked.etag }),
    ...(tracked.modified !== null && { 'if-modified-since': tracked.modified }),
  }
  const response = await ask(http, tracked.url, { headers, signal, maxBytes: maxTranscriptBytes }, nowMs)
  const now = nowMs()
  const well = {
    ...tracked,
    failures: 0,
    dueMs: now - tracked.firstMs < again.forMs ? now + again.wellMs : neverMs,
  }
  const body = shortHash(response.body)
  if (response.status === 304 || body === tracked.body) return { pages: [], tracked: well }
  const transcript = readTranscript(response.body, response.headers.get('content-type'))
  if (transcript === null) throw new Trouble('malformed', 'transcript.no_words')
  const modified = response.headers.get('last-modified')
  const revision = tracked.body === null ? '' : (feedDate(modified) ?? body)
  const { url, lang, episode } = tracked
  const receivedAt = new Date(now).toISOString()
  const posts = transcriptPosts(transcript, episode, { url, lang, revision, receivedAt })
  const windows = Object.fromEntries(posts.map(({ externalId, text }) => [externalId, shortHash(text)]))
  const changed = posts.filter(({ externalId }) => tracked.windows[externalId] !== windows[externalId])
  const gone = Object.keys(tracked.windows).filter((id) => !(id in windows))
  const rejected = Array.from({ length: transcript.rejected }, () => ({ reason: 'segment.unknown_shape' }))
  const removals = gone.map((externalId) => ({
    kind: 'post' as const,
    externalId,
    reason: 'deleted' as const,
    at: receivedAt,
  }))
  return {
    // A window a page: once one is stored, the next is an answer to what is held, and of interest with it.
    pages: [
      ...changed.map((post) => ({ posts: [post] })),
      ...(rejected.length + removals.length > 0 ? [{ posts: [], rejected, removals }] : []),
    ],
    tracked: { ...well, body, etag: response.headers.get('etag'), modified, windows },
  }
}

function gapOf({ episode }: Tracked, { code }: Trouble, nowMs: number) {
  const now = new Date(nowMs).toISOString()
  const from = episode.postedAt !== null && episode.postedAt < now ? episode.postedAt : now
  return { from, to: now, reason: `transcript.${code}`, state: 'lost' as const }
}
