import { httpOf, type SourceDeps, secretOf } from '../adapter.ts'
import { pausesInMemory } from '../limits/pauses.ts'
import type { Lane } from '../poll/lane.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { type Api, youtubeApi } from './api.ts'
import { postsById, recheckById } from './by-id.ts'
import type { YoutubeConfig } from './config.ts'
import { parsePush, pushLane } from './push.ts'
import { repliesLane } from './replies.ts'
import { searchLane } from './search.ts'
import { type Place, type Reading, threadsLane } from './threads.ts'

const minuteMs = 60_000

/** YouTube: comments by polling, answers and edits by going over the last days, videos by search or by the hub's push. */
export function youtubeSource(config: YoutubeConfig, deps: SourceDeps = {}): Source {
  const { nowMs = Date.now, once = false, pauses = pausesInMemory() } = deps
  const api: Api = {
    list: (...asked) => {
      const key = secretOf(deps, 'apiKey')
      const limits = { budgets: deps.budgets, pauses }
      return youtubeApi(httpOf(deps), { server: config.server, key, ...limits, nowMs }).list(...asked)
    },
  }
  const every = (minutes: number): Reading => ({ api, nowMs, everyMs: minutes * minuteMs })
  /** Videos followed because of a search, or a push. */
  const followed = new Map<string, string[]>()
  const made = new Map<string, Lane>()
  const laneOf = (key: string, make: () => Lane): Lane => {
    const lane = made.get(key) ?? make()
    made.set(key, lane)
    return lane
  }
  const named: Place[] = [
    ...config.channels.map((channelId) => ({ channelId })),
    ...config.videos.map((videoId) => ({ videoId })),
  ]
  const sweep = (place: Place) => repliesLane(place, every(config.sweepMinutes), config.followDays)
  const fixed = [
    ...named.map((place) => threadsLane(place, every(config.everyMinutes))),
    ...config.searches.map((terms) =>
      searchLane(terms, every(config.searchMinutes), config.followDays, (search, ids) =>
        followed.set(search, ids),
      ),
    ),
    ...(once ? [] : named.map(sweep)),
    ...(once || !config.callback ? [] : pushes(config.callback)),
  ]
  function pushes(callback: string): Lane[] {
    const { websub: secret } = deps.secrets ?? {}
    return config.channels.map((id) => pushLane(id, httpOf(deps), { callback, secret, nowMs }))
  }
  const lanes = () => {
    const ids = new Set([...followed.values()].flat().filter((id) => !config.videos.includes(id)))
    return [...fixed, ...[...ids].map((videoId) => laneOf(videoId, () => quietly(sweep({ videoId }))))]
  }
  const at = () => new Date(nowMs()).toISOString()
  return {
    ...pollSource({ platform: 'youtube', lanes }, deps),
    // Comments under a channel's own videos are read with the channel; a push only tells of the video.
    parse: (delivery) => parsePush(delivery, () => undefined),
    recheck: (ids, signal) => recheckById(api, ids, at(), signal),
    context: async ({ externalId, parentId, rootId }, signal) => {
      const ids = [...new Set([parentId, rootId])].filter(
        (id): id is string => id !== null && id !== externalId,
      )
      return ids.length === 0 ? [] : [...(await postsById(api, ids, at(), signal)).values()]
    },
  }
}

/** A video nobody named may have closed its comments, or be gone: nothing is missed that was asked for. */
function quietly(lane: Lane): Lane {
  return {
    ...lane,
    async *walk(cursor, signal) {
      try {
        yield* lane.walk(cursor, signal)
      } catch (error) {
        const closed = error instanceof Trouble && /commentsDisabled|NotFound$/.test(error.code)
        if (!closed) throw error
      }
    },
  }
}
