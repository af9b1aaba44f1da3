import { httpOf, type SourceDeps, secretOf } from '../adapter.ts'
import { pushedOnly } from '../hook/pushed-only.ts'
import { sleep as realSleep } from '../pace.ts'
import { pollSource } from '../poll/poll-source.ts'
import { sideBySide } from '../poll/side-by-side.ts'
import type { Source } from '../source.ts'
import { parseActivity } from './activity.ts'
import { xClient } from './client.ts'
import { recheckByJob } from './compliance.ts'
import type { XConfig } from './config.ts'
import { contextOf } from './context.ts'
import { type Lists, mentionsLane, searchLane } from './lists.ts'
import { Meter } from './money.ts'
import { queriesOf } from './queries.ts'
import { streamLane } from './stream.ts'

/**
 * X: rules as a stream with search to repair it (or by search alone), mentions by polling, events by webhook, deletions by
 * compliance job. A single look never opens the stream, of which X allows one.
 */
export function xSource(config: XConfig, deps: SourceDeps = {}): Source {
  const { rules, accounts, server, fieldNames: names, everyMinutes, listen } = config
  const { nowMs = Date.now, sleep = realSleep, once = false } = deps
  const meter = new Meter(deps.budgets, nowMs)
  const client = (signal: AbortSignal) =>
    xClient(httpOf(deps), server, secretOf(deps, 'bearerToken'), nowMs, signal)
  const lists: Lists = { client, meter, nowMs, names, everyMs: everyMinutes * 60_000 }
  const streams = listen === 'stream' && rules.length > 0 && !once

  const searches = streams ? [] : queriesOf(rules).map((query) => searchLane(lists, query))
  const polled = [...searches, ...accounts.map((id) => mentionsLane(lists, id))]
  const stream = () => {
    const asked = { http: httpOf(deps), server, token: secretOf(deps, 'bearerToken'), rules }
    return [streamLane(asked, lists)]
  }
  const readers = {
    ...(polled.length > 0 && { poll: pollSource({ platform: 'x', lanes: () => polled }, deps) }),
    ...(streams && { stream: pollSource({ platform: 'x', lanes: stream }, deps) }),
  }
  const { read } = Object.keys(readers).length > 0 ? sideBySide('x', readers) : pushedOnly('x', parseActivity)
  return {
    platform: 'x',
    read,
    parse: parseActivity,
    recheck: async (ids, signal) =>
      recheckByJob({ http: httpOf(deps), client: await client(signal), sleep, nowMs }, ids, signal),
    context: (post, signal) => contextOf(lists, post, signal),
  }
}
