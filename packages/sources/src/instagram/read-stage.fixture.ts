import { fixture } from '@hark/testkit/cassettes'
import { metaPage, usage } from '../facebook/read-stage.fixture.ts'
import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { answer, recordedJson } from '../recorded.fixture.ts'
import { instagramAdapter } from './adapter.ts'

const data = fixture('meta/testdata/instagram/apidata')
const account = '17841406338772941'
const media = '17900000000000000'
const recorded = (name: string) => recordedJson(`${data.path}/${name}.json`)

const common = {
  platform: 'instagram' as const,
  absent: data.absent ? 'recorded traffic' : null,
  startMs: Date.UTC(2026, 10, 22, 10),
  pageSize: 2,
  everyMs: 10 * minuteMs,
  id: (n: number) => String(17_900_000_000 + n),
  open: (origin: string, deps: object) =>
    instagramAdapter.open(
      { server: origin, account, tagged: false, everyMinutes: 10 },
      { ...deps, secrets: { accessToken: 'token' } },
    ),
  lane: () => `media:${account}`,
  limited: (_untilMs: number, forMs: number) => ({
    status: 400,
    headers: { 'x-business-use-case-usage': usage(forMs) },
    body: '{"error":{"code":32}}',
  }),
  otherShape: '{"data":"none"}',
}

/** Tests only: the recorded media, as the media of an account. */
export const instagramMedia: ReadStage = {
  ...common,
  name: 'Instagram, media',
  at: `/v26.0/${account}/media`,
  answers: (world, { path, query }) => {
    const [one] = recorded('users/medias_p2').data
    const made = (n: number, caption: string, timestamp: string) => ({
      ...one,
      ...{ id: common.id(n), caption, timestamp, comments_count: 0 },
    })
    return path === `/v26.0/${account}/media` ? answer('GET /', metaPage(world, query, made)) : undefined
  },
  beyond: { items: 52, pageSize: 1, listed: 50, reason: 'list.horizon' },
}

/** Tests only: the recorded comment, as the comments under one media. */
export const instagramComments: ReadStage = {
  ...common,
  name: 'Instagram, comments',
  at: `/v26.0/${media}/comments`,
  answers: (world, { path, query }) => {
    const [one] = recorded('users/medias_p2').data
    const [comment] = Object.values(recorded('comments/comments_fields')) as object[]
    const made = (n: number, text: string, timestamp: string) => ({
      ...comment,
      ...{ id: common.id(n), text, timestamp, replies: undefined },
    })
    const parent = { ...one, id: media, caption: '', comments_count: undefined }
    const timestamp = new Date(common.startMs).toISOString()
    if (path.endsWith('/media')) return answer('GET /', { data: [{ ...parent, timestamp }] })
    return path.endsWith('/comments') ? answer('GET /', metaPage(world, query, made)) : undefined
  },
  beside: [media],
  beyond: { items: 52, pageSize: 1, listed: 50, reason: 'list.horizon' },
}
