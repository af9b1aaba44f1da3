import { fixture } from '@hark/testkit/cassettes'
import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop } from '../faults/world.fixture.ts'
import { answer, recordedJson } from '../recorded.fixture.ts'
import { youtubeAdapter } from './adapter.ts'

const data = fixture('youtube/testdata/apidata')
const video = 'F1UP7wRCPH8'
const id = (n: number) => `Ugz${String(n).padStart(23, '0')}`
const recorded = (name: string) => recordedJson(`${data.path}/${name}.json`)

const common = {
  platform: 'youtube' as const,
  absent: data.absent ? 'recorded traffic' : null,
  startMs: Date.UTC(2026, 10, 22, 10),
  pageSize: 2,
  otherShape: '{"items":"none"}',
}

/** Tests only: the recorded thread, as the comments under a video. */
export const youtubeThreads: ReadStage = {
  ...common,
  name: 'YouTube, comments',
  at: '/youtube/v3/commentThreads',
  everyMs: 10 * minuteMs,
  id,
  lane: () => `video:${video}`,
  open: (origin, deps) =>
    youtubeAdapter.open(
      { server: origin, videos: [video], everyMinutes: 10, sweepMinutes: 10_080 },
      { ...deps, secrets: { apiKey: 'key' } },
    ),
  answers: (world, { path, query }) => {
    if (!path.endsWith('/commentThreads')) return undefined
    const { items, next } = fromTheTop(world, query.get('pageToken'))
    const [thread] = recorded('comment_threads/comment_threads_by_video_paged_2').items
    const made = items.map(({ n, words, atMs }) => {
      const at = new Date(atMs).toISOString()
      const first = thread.snippet.topLevelComment
      const told = { textOriginal: words, textDisplay: words, publishedAt: at, updatedAt: at }
      const topLevelComment = { ...first, id: id(n), snippet: { ...first.snippet, ...told } }
      return { ...thread, id: id(n), snippet: { ...thread.snippet, topLevelComment } }
    })
    return answer('GET /', { items: made, ...(next !== null && { nextPageToken: next }) })
  },
  beyond: { items: 52, pageSize: 1, listed: 50, reason: 'list.horizon' },
}

/** Tests only: the recorded answers, as the answers under one comment that do not come along with it. */
export const youtubeAnswers: ReadStage = {
  ...common,
  name: 'YouTube, answers',
  at: '/youtube/v3/comments',
  everyMs: 15 * minuteMs,
  id: (n) => `${id(0)}.${id(n)}`,
  lane: () => `replies:video:${video}`,
  open: (origin, deps) =>
    youtubeAdapter.open(
      { server: origin, videos: [video], everyMinutes: 1_440, sweepMinutes: 15 },
      { ...deps, secrets: { apiKey: 'key' } },
    ),
  answers: (world, { path, query }) => {
    const thread = recorded('comment_threads/comment_threads_by_video_paged_2').items.at(-1)
    const [reply] = recorded('comments/comments_by_parent_paged_1').items
    const at = new Date(common.startMs).toISOString()
    if (path.endsWith('/commentThreads')) {
      const first = thread.snippet.topLevelComment
      const topLevelComment = {
        ...first,
        id: id(0),
        snippet: { ...first.snippet, publishedAt: at, updatedAt: at },
      }
      const snippet = { ...thread.snippet, topLevelComment, totalReplyCount: world.held.length }
      return answer('GET /', { items: [{ ...thread, id: id(0), snippet, replies: undefined }] })
    }
    if (!path.endsWith('/comments')) return undefined
    const { items, next } = fromTheTop(world, query.get('pageToken'))
    const made = items.map(({ n, words, atMs }) => {
      const told = { textOriginal: words, textDisplay: words, parentId: id(0) }
      const when = { publishedAt: new Date(atMs).toISOString(), updatedAt: new Date(atMs).toISOString() }
      return { ...reply, id: `${id(0)}.${id(n)}`, snippet: { ...reply.snippet, ...told, ...when } }
    })
    return answer('GET /', { items: made, ...(next !== null && { nextPageToken: next }) })
  },
  beside: [id(0)],
  exempt: {
    'the same id with other bytes':
      'answers are listed when their number changes; an edit is found by asking after them',
    'a gap': 'all answers of a comment are listed anew; more than 5,000 are told as `list.endless`',
  },
}
