import { httpOf } from '../adapter.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import { type Backoff, backoffMs, defaultBackoff, sleep as realSleep, type Sleep } from '../pace.ts'
import type { Batch, Source, SourceState, Wants } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { type Connected, connect, subscribeUrl, wireOf } from './connect.ts'
import { type Position, parseCursor, resumeAt } from './cursor.ts'
import { mayConcernPosts } from './prefilter.ts'
import { Session, type SessionEnd } from './session.ts'

export type JetstreamConfig = {
  /** Servers to read from, the next one tried when one fails: `wss://jetstream2.us-east.bsky.network` … */
  urls: string[]
  /** How far a time cursor is set back at a reconnection, ms. */
  rewindMs?: number
  /** A first event later than the cursor by more than this is reported as a gap, ms. */
  gapToleranceMs?: number
  batchSize?: number
  lingerMs?: number
  pingMs?: number
  /** Silence of every server for longer than this is shown as a gap while it lasts, ms. */
  gapAfterMs?: number
  /** Gaps are opened for others to read back, instead of being lost. */
  readBack?: boolean
}

export type JetstreamDeps = {
  http?: Http
  wants?: Wants
  nowMs?: () => number
  random?: () => number
  sleep?: Sleep
  backoff?: Backoff
  onState?: (state: SourceState) => void
  /** For a single look: where no server lets us in, that is thrown instead of waited out. */
  once?: boolean
}

const defaults = { rewindMs: 5_000, gapToleranceMs: 10_000, batchSize: 1_000, lingerMs: 250, pingMs: 30_000 }

/** Every public post of the Bluesky network, over Jetstream v1 or v2. */
export function jetstreamSource(config: JetstreamConfig, deps: JetstreamDeps = {}): Source {
  const settings = { ...defaults, ...config }
  const { wants = () => true, nowMs = Date.now, random = Math.random, sleep = realSleep } = deps
  const { backoff = defaultBackoff, onState = () => undefined, once = false } = deps

  const open = (position: Position | null, attempt: number, signal: AbortSignal): Promise<Connected> => {
    const base = serverFor(settings.urls, attempt)
    const cursor = position && resumeAt(position, new URL(base).host, settings.rewindMs)
    const inbox = {
      accept: mayConcernPosts,
      nowMs,
      highWater: settings.batchSize * 4,
      pingMs: settings.pingMs,
    }
    onState({ state: 'connecting', attempt })
    return connect(httpOf(deps), subscribeUrl(base, wireOf(base), cursor), inbox, signal)
  }

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const session = new Session(parseCursor(cursor), wants, settings)
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const connected = await open(session.position, attempt, signal)
      let end: SessionEnd = { reason: 'refused' in connected ? connected.refused : '', heard: false }
      if ('inbox' in connected) {
        onState({ state: 'connected' })
        end = yield* session.drain(connected.inbox, new URL(serverFor(settings.urls, attempt)).host, signal)
      } else {
        session.refused(connected.refused)
        if (once && attempt + 1 >= settings.urls.length) throw new Trouble('unavailable', connected.refused)
      }
      if (signal.aborted) return
      // A server that spoke is worth returning to soon; its place in the rotation is kept.
      if (end.heard) attempt = -1 + (attempt % settings.urls.length)
      const retryInMs = backoffMs(Math.max(1, attempt + 1), random(), backoff)
      onState({ state: 'disconnected', reason: end.reason, retryInMs })
      const silent = end.heard ? null : session.silent(end.reason, nowMs())
      if (silent) yield silent
      await sleep(retryInMs, signal)
    }
  }

  return { platform: 'bluesky', read }
}

function serverFor(urls: string[], attempt: number): string {
  return urls[attempt % urls.length] as string
}
