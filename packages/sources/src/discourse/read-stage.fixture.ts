import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { discourseAdapter } from './adapter.ts'
import { absent, judge, latest, post, start, topic } from './played.fixture.ts'

/** A forum lists ids within so many of `before`. */
const step = 50

/** Tests only: posts in the published shape, as `/posts.json` lists them by their ids. */
export const discoursePosts: ReadStage = {
  name: 'Discourse, posts',
  platform: 'discourse',
  absent: absent ? 'the published contract' : null,
  startMs: start,
  at: '/posts.json',
  lane: () => 'posts',
  pageSize: 4,
  everyMs: 10 * minuteMs,
  contract: (asked) => judge()(asked),
  open: (origin, deps) =>
    discourseAdapter.open(
      { server: origin, everyMinutes: 10 },
      { ...deps, secrets: { apiKey: 'key', apiUser: 'hark' } },
    ),
  answers: ({ held, pageSize, circles }, { path, query }) => {
    const [, about] = /^\/t\/(\d+)\.json$/.exec(path) ?? []
    if (about) return topic(Number(about), [post((Number(about) - 1) * 10)])
    if (path !== '/posts.json') return undefined
    const before = circles ? null : query.get('before')
    const listed =
      before === null
        ? held.slice(-pageSize)
        : held.filter(({ n }) => n <= Number(before) && n > Number(before) - step)
    const made = listed
      .toReversed()
      .map(({ n, words, atMs }) =>
        post(n, { raw: words, cooked: `<p>${words}</p>`, created_at: new Date(atMs).toISOString() }),
      )
    return latest(made)
  },
  id: (n, host) => `${host}/p/${n}`,
  otherShape: '{"latest_posts":[{"id":null}]}',
  exempt: { 'a gap': 'its list is read upwards by ids, in steps: nothing is ever out of reach' },
}
