import type { Removal } from '@hark/domain'
import { z } from 'zod'
import { Circle } from '../poll/circle.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { newestFirst, type Listed as Paged } from '../poll/newest-first.ts'
import { Trouble } from '../trouble.ts'
import type { Api } from './api.ts'
import type { LinkedinConfig } from './config.ts'
import { notified } from './notified.ts'
import { pagePost } from './post.ts'
import { LinkedinPost, Listed, Subscription } from './shape.ts'
import { inPath } from './urn.ts'

export type Reading = { api: Api; config: LinkedinConfig; nowMs: () => number }

const dayMs = 86_400_000
/** Notifications can be pulled for 60 days; an hour of margin. */
const reachMs = 60 * dayMs - 3_600_000
const firstLookMs = 7 * dayMs
const overlapMs = 15 * 60_000
const pageSize = 100
const maxPages = 200
const actions = 'COMMENT,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE,COMMENT_MENTION,SHARE,SHARE_MENTION'

/** Notifications by pulling: what a push missed comes so, and all of it where nothing is pushed. Deletions come last, for the list has no order. */
export function pullLane({ api, config, nowMs }: Reading): Lane {
  async function* walk(cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void> {
    const began = nowMs()
    const mark = markOf(cursor)
    const edge = began - reachMs
    let topMs = mark?.topMs ?? began - firstLookMs
    const from = mark === null ? topMs : Math.max(topMs - overlapMs, edge)
    if (mark !== null && mark.readMs < edge) yield { posts: [], cursor, gap: lostBetween(mark.readMs, edge) }
    const removals: Removal[] = []
    const circle = new Circle()
    for (let page = 0; ; page += 1) {
      if (page >= maxPages) throw new Trouble('malformed', 'list.endless')
      const { elements } = await api.get(pathOf(config, page * pageSize, from, began), Listed, signal)
      const receivedAt = new Date(nowMs()).toISOString()
      const found = await notified(elements, { api, receivedAt, signal })
      removals.push(...found.removals)
      topMs = Math.max(topMs, ...elements.map(timeOf).filter((ms) => ms < began))
      yield { posts: found.posts, rejected: found.rejected, cursor }
      if (elements.length < pageSize) break
      circle.assertLeadsOn(String(page + 1), elements.map(nameOf))
    }
    yield { posts: [], removals, cursor: JSON.stringify({ readMs: began, topMs }) }
  }
  return { key: `notifications:${config.organization}`, everyMs: config.everyMinutes * 60_000, walk }
}

/** `readMs` by our clock, for what is out of reach; `topMs` of the newest notification by theirs, for where to begin. A number was both. */
const Mark = z.union([
  z.number().transform((ms) => ({ readMs: ms, topMs: ms })),
  z.object({ readMs: z.number(), topMs: z.number() }),
])

function markOf(cursor: string | null): z.infer<typeof Mark> | null {
  try {
    return Mark.parse(JSON.parse(cursor ?? ''))
  } catch {
    return null
  }
}

function timeOf(notification: unknown): number {
  const ms = Number((notification as { lastModifiedAt?: unknown } | null)?.lastModifiedAt)
  return Number.isFinite(ms) ? ms : 0
}

/** A notification by its id, or as it came. */
function nameOf(notification: unknown): string {
  const id = (notification as { notificationId?: unknown } | null)?.notificationId
  return JSON.stringify(id ?? notification)
}

function pathOf({ organization }: LinkedinConfig, start: number, fromMs: number, toMs: number): string {
  const whose = inPath(`urn:li:organization:${organization}`)
  return (
    `organizationalEntityNotifications?q=criteria&actions=List(${actions})&organizationalEntity=${whose}` +
    `&timeRange=(start:${fromMs},end:${toMs})&start=${start}&count=${pageSize}`
  )
}

/** The page's own posts, which comments speak of. */
export function postsLane({ api, config, nowMs }: Reading): Lane {
  const author = inPath(`urn:li:organization:${config.organization}`)
  const page = async (next: string | null, signal: AbortSignal): Promise<Paged> => {
    const start = Number(next ?? 0)
    const path = `posts?q=author&author=${author}&sortBy=LAST_MODIFIED&start=${start}&count=${pageSize}`
    const { elements } = await api.get(path, Listed, signal)
    const receivedAt = new Date(nowMs()).toISOString()
    const made = elements.map((one) => pagePost(one, receivedAt))
    const times = elements.flatMap((one) => LinkedinPost.safeParse(one).data?.lastModifiedAt ?? [])
    return {
      posts: made.filter((one) => typeof one !== 'string'),
      rejected: made.filter((one) => typeof one === 'string').map((reason) => ({ reason })),
      newestMs: times.length > 0 ? Math.max(...times) : null,
      oldestMs: times.at(-1) ?? null,
      next: elements.length < pageSize ? null : String(start + pageSize),
    }
  }
  return {
    key: `posts:${config.organization}`,
    everyMs: config.everyMinutes * 60_000,
    walk: (cursor, signal) => newestFirst({ page, maxPages: 20, nowMs }, cursor, signal),
  }
}

/**
 * Sees to it that LinkedIn pushes: a subscription ends without a word when its member loses the role or takes the grant back, which
 * shows here as a refusal.
 */
export function subscriptionLane({ api, config, nowMs }: Reading): Lane | null {
  const { subscription, organization } = config
  if (!subscription) return null
  const { application, person, webhook } = subscription
  const key = [
    `developerApplication:${inPath(`urn:li:developerApplication:${application}`)}`,
    `user:${inPath(`urn:li:person:${person}`)}`,
    `entity:${inPath(`urn:li:organization:${organization}`)}`,
    'eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  ]
  const path = `eventSubscriptions/(${key.join(',')})`
  async function* walk(_cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void> {
    const now = await api.get(path, Subscription, signal).catch((error: unknown) => {
      if (error instanceof Trouble && /404$|NOT_FOUND/.test(error.code)) return null
      throw error
    })
    const lasts = (now?.expiresAt ?? Number.POSITIVE_INFINITY) > nowMs() + 2 * dayMs
    if (now?.webhook !== webhook || !lasts) await api.put(path, { webhook }, signal)
    yield { posts: [], cursor: String(nowMs()) }
  }
  return { key: 'subscription', everyMs: 6 * 3_600_000, walk }
}

function lostBetween(fromMs: number, toMs: number) {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  return { from, to, reason: 'list.horizon', state: 'lost' as const }
}
