import type { Removal } from '@hark/domain'
import { z } from 'zod'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Lane, Page } from '../poll/lane.ts'
import type { Rejection } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Labeler } from './config.ts'
import { connect } from './connect.ts'
import type { Inbox } from './inbox.ts'
import { parseLabel, parseLabelFrame, removalByLabel } from './labels.ts'

export type LabelLane = Labeler & {
  http: Http
  nowMs: () => number
  /** A quiet service is known to be there at least this often. */
  quietMs?: number
  lingerMs?: number
  pingMs?: number
}

/** `seq`: the last message taken, by the service's own count; `atMs`: when it was there last. */
const Place = z.object({ seq: z.int().nonnegative().nullable(), atMs: z.number() })
type Place = z.infer<typeof Place>

const most = 500

/** The labels of one moderation service as it gives them, from the last one taken on. */
export function labelLane(labels: LabelLane): Lane {
  const { url, http, nowMs, pingMs = 30_000 } = labels
  return {
    key: `labels:${new URL(url).host}`,
    everyMs: 1_000,
    async *walk(cursor, signal) {
      const place = placeIn(cursor, nowMs())
      const options = { accept: () => true, nowMs, highWater: most * 4, pingMs, binary: true }
      const connected = await connect(http, subscribeUrl(url, place.seq), options, signal)
      if ('refused' in connected) throw new Trouble('unavailable', `labels.${connected.refused}`)
      try {
        yield* heard(connected.inbox, place, labels, signal)
      } finally {
        connected.inbox.close()
      }
    },
  }
}

async function* heard(
  inbox: Inbox,
  from: Place,
  labels: LabelLane,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  const { nowMs, quietMs = 30_000, lingerMs = 2_000 } = labels
  let [place, toldMs] = [from, nowMs()]
  yield { posts: [], cursor: JSON.stringify(place), caughtUp: true }
  while (!signal.aborted) {
    await inbox.fill(most, lingerMs, AbortSignal.any([signal, AbortSignal.timeout(quietMs)]))
    const messages = inbox.take(most)
    if (messages.length === 0 && inbox.closed !== null)
      throw new Trouble('unavailable', `labels.${inbox.closed}`)
    const { seq, gap, ...found } = taken(messages, place, labels)
    place = { seq, atMs: nowMs() }
    const something = found.removals.length + found.rejected.length > 0 || gap !== undefined
    if (!something && messages.length > 0 && nowMs() - toldMs < quietMs) continue
    toldMs = nowMs()
    yield { posts: [], ...found, cursor: JSON.stringify(place), caughtUp: true, ...(gap && { gap }) }
  }
}

/** What messages ask of us, in their order. The service says itself where it forgot what we had not heard yet. */
function taken(messages: readonly { data: Buffer }[], from: Place, { did, nowMs }: LabelLane) {
  const [removals, rejected]: [Removal[], Rejection[]] = [[], []]
  let seq = from.seq
  let gap: Page['gap']
  for (const { data } of messages) {
    const frame = parseLabelFrame(data)
    if (frame.kind === 'unreadable') rejected.push({ reason: 'labels.unreadable' })
    else if (frame.kind === 'labels') {
      seq = Math.max(seq ?? 0, frame.seq)
      for (const item of frame.items) {
        const label = parseLabel(item)
        if (label === null) rejected.push({ reason: 'label.unknown_shape' })
        else removals.push(...[removalByLabel(label, did, nowMs()) ?? []].flat())
      }
    } else if (frame.name === 'FutureCursor' || frame.name === 'OutdatedCursor') {
      // Its count began anew, or it keeps no more so far back: in between, nobody told us.
      gap = lostSince(from.atMs, nowMs(), frame.name)
      if (frame.name === 'FutureCursor') seq = null
    } else if (frame.kind === 'error') throw new Trouble('unavailable', `labels.${frame.name}`)
  }
  return { removals, rejected, seq, gap }
}

function lostSince(fromMs: number, toMs: number, name: string): NonNullable<Page['gap']> {
  const [from, to] = [Math.min(fromMs, toMs), toMs].map((ms) => new Date(ms).toISOString()) as [
    string,
    string,
  ]
  return { from, to, reason: `cursor.${name}`, state: 'lost' }
}

function subscribeUrl(base: string, seq: number | null): URL {
  const url = new URL(base)
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/xrpc/com.atproto.label.subscribeLabels'
  if (seq !== null) url.searchParams.set('cursor', String(seq))
  return url
}

function placeIn(cursor: string | null, nowMs: number): Place {
  try {
    return Place.parse(JSON.parse(cursor ?? ''))
  } catch {
    return { seq: null, atMs: nowMs }
  }
}
