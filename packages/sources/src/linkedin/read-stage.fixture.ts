import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop } from '../faults/world.fixture.ts'
import { answer } from '../recorded.fixture.ts'
import { linkedinAdapter } from './adapter.ts'
import { commentUrn, none, notification, start } from './played.fixture.ts'

/** What LinkedIn is asked for at once: a page that is not full ends the list. */
const pageSize = 100

/** Tests only: notifications in the documented shape, by their places in a time range. */
export const linkedinNotifications: ReadStage = {
  name: 'LinkedIn, notifications',
  platform: 'linkedin',
  absent: null,
  startMs: start,
  at: '/rest/organizationalEntityNotifications',
  lane: () => 'notifications:77',
  pageSize,
  everyMs: 10 * minuteMs,
  open: (origin, deps) =>
    linkedinAdapter.open(
      { server: origin, organization: '77', everyMinutes: 10 },
      { ...deps, secrets: { accessToken: 'token' } },
    ),
  answers: (world, { path, query }) => {
    if (path === '/rest/posts') return answer('GET /', none)
    if (path !== '/rest/organizationalEntityNotifications') return undefined
    const [, from, to] = /start:(\d+),end:(\d+)/.exec(query.get('timeRange') ?? '') ?? []
    const { items } = fromTheTop(
      world,
      query.get('start'),
      ({ atMs }) => atMs >= Number(from) && atMs <= Number(to),
    )
    const elements = items.map(({ n, words, atMs }) => {
      const { decoratedGeneratedActivity: brought } = notification(String(n))
      const comment = { ...brought.comment, text: words }
      return notification(String(n), { lastModifiedAt: atMs, decoratedGeneratedActivity: { comment } })
    })
    return answer('GET /', { elements })
  },
  id: (n) => commentUrn(String(n)),
  otherShape: '{"elements":"none"}',
  exempt: { 'a date in the future': 'the platform dates what is written itself' },
  beyond: { items: 20, afterMs: 70 * 86_400_000, reason: 'list.horizon' },
}
