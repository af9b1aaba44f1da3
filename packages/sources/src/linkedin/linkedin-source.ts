import type { SourceDeps } from '../adapter.ts'
import { jsonOf } from '../lossless-json.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { linkedinApi } from './api.ts'
import { byUrn, recheckByUrn } from './by-urn.ts'
import type { LinkedinConfig } from './config.ts'
import { postsLane, pullLane, type Reading, subscriptionLane } from './lanes.ts'
import { notified } from './notified.ts'
import { Push } from './shape.ts'

/** A LinkedIn page of one's own: notifications by push and by pull, its posts by polling. */
export function linkedinSource(config: LinkedinConfig, deps: SourceDeps = {}): Source {
  const { nowMs = Date.now, once = false } = deps
  const api = linkedinApi(deps, config)
  const reading: Reading = { api, config, nowMs }
  const kept = once ? null : subscriptionLane(reading)
  const lanes = [pullLane(reading), postsLane(reading), ...(kept ? [kept] : [])]
  const at = () => new Date(nowMs()).toISOString()
  return {
    ...pollSource({ platform: 'linkedin', lanes: () => lanes }, deps),
    parse: async ({ body, receivedAt }) => {
      const push = Push.safeParse(jsonOf(body))
      if (!push.success) throw new Trouble('malformed', 'event.unknown_shape')
      if (push.data.type !== 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS') return { posts: [] }
      const signal = AbortSignal.timeout(60_000)
      return notified(push.data.notifications, { api, receivedAt, signal })
    },
    recheck: (urns, signal) => recheckByUrn(api, urns, at(), signal),
    context: async ({ externalId, parentId, rootId, quotedId }, signal) => {
      const urns = [...new Set([parentId, rootId, quotedId])]
      const asked = urns.filter((urn): urn is string => urn !== null && urn !== externalId)
      const posts = []
      for (const urn of asked) posts.push(await byUrn(api, urn, at(), signal))
      return posts.filter((post) => post !== null && post !== undefined)
    },
  }
}
