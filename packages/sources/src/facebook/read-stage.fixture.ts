import { fixture } from '@hark/testkit/cassettes'
import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop, type World } from '../faults/world.fixture.ts'
import { answer, recordedJson } from '../recorded.fixture.ts'
import { facebookAdapter } from './adapter.ts'

const data = fixture('meta/testdata/facebook/apidata')
const page = '19292868552'
const recorded = (name: string) => recordedJson(`${data.path}/${name}.json`)

/** Tests only: a page of Meta's lists, each with the address of its next. */
export function metaPage(
  world: World,
  query: URLSearchParams,
  made: (n: number, words: string, at: string) => object,
) {
  const { items, next } = fromTheTop(world, query.get('after'))
  const list = items.map(({ n, words, atMs }) => made(n, words, new Date(atMs).toISOString()))
  const paging = next === null ? {} : { next: `https://graph.facebook.com/next?after=${next}` }
  return { data: list, paging }
}

/** Tests only: what Meta says of how much of its allowance a business has used up. */
export const usage = (forMs: number) =>
  JSON.stringify({
    '77': [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: forMs / minuteMs }],
  })

const common = {
  platform: 'facebook' as const,
  absent: data.absent ? 'recorded traffic' : null,
  startMs: Date.UTC(2026, 10, 22, 10),
  pageSize: 2,
  everyMs: 10 * minuteMs,
  id: (n: number) => `${page}_${n}`,
  open: (origin: string, deps: object) =>
    facebookAdapter.open(
      { server: origin, page, everyMinutes: 10 },
      { ...deps, secrets: { accessToken: 'token' } },
    ),
  lane: () => `page:${page}`,
  limited: (_untilMs: number, forMs: number) => ({
    status: 400,
    headers: { 'x-business-use-case-usage': usage(forMs) },
    body: '{"error":{"code":32}}',
  }),
  otherShape: '{"data":"none"}',
}

/** Tests only: the recorded post, as the posts of a page. */
export const facebookPosts: ReadStage = {
  ...common,
  name: 'Facebook, posts',
  at: `/v26.0/${page}/feed`,
  answers: (world, { path, query }) => {
    const [post] = recorded('posts/feeds_default_fields_p1').data
    const made = (n: number, message: string, created_time: string) => ({
      ...post,
      ...{ id: `${page}_${n}`, message, created_time, comments: { summary: { total_count: 0 } } },
    })
    return path === `/v26.0/${page}/feed` ? answer('GET /', metaPage(world, query, made)) : undefined
  },
  beyond: { items: 52, pageSize: 1, listed: 50, reason: 'list.horizon' },
}

/** Tests only: the recorded comment, as the comments under one post. */
export const facebookComments: ReadStage = {
  ...common,
  name: 'Facebook, comments',
  at: `/v26.0/${page}_0/comments`,
  id: (n) => `${page}_0_${n}`,
  answers: (world, { path, query }) => {
    const [post] = recorded('posts/feeds_default_fields_p1').data
    const [comment] = Object.values(recorded('comments/comments_info')) as object[]
    const made = (n: number, message: string, created_time: string) => ({
      ...comment,
      ...{ id: `${page}_0_${n}`, message, created_time },
    })
    const parent = {
      ...post,
      id: `${page}_0`,
      message: '',
      created_time: new Date(common.startMs).toISOString(),
    }
    if (path.endsWith('/feed')) return answer('GET /', { data: [parent] })
    return path.endsWith('_0/comments') ? answer('GET /', metaPage(world, query, made)) : undefined
  },
  beside: [`${page}_0`],
  beyond: { items: 52, pageSize: 1, listed: 50, reason: 'list.horizon' },
}
