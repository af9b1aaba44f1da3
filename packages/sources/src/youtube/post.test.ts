import { readFileSync } from 'node:fs'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { youtubeTarget } from './config.ts'
import { commentPost, threadItems, videoPost } from './post.ts'

const data = fixture('youtube/testdata')
const needs = data.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const read = (name: string) => JSON.parse(readFileSync(`${data.path}/${name}.json`, 'utf8'))
const receivedAt = '2026-11-22T10:00:00.000Z'

describe.skipIf(data.absent)(`recorded comments${needs}`, () => {
  it('every thread and comment recorded becomes a post', () => {
    const lists = ['comment_thread_single', 'comment_threads_by_video_paged_2', 'comment_threads_with_search']
    const items = lists.flatMap((name) => read(`apidata/comment_threads/${name}`).items)
    const all = items.map((item) => threadItems(item, receivedAt))
    expect(all.flatMap(({ rejected }) => rejected)).toEqual([])
    expect(all.flatMap(({ posts }) => posts).length).toBeGreaterThanOrEqual(items.length)
    expect(all[0]?.posts[0]).toMatchObject({
      externalId: 'UgxKREWxIgDrw8w2e_Z4AaABAg',
      revision: '',
      authorId: 'UClfzT4CU_yaZjJaI4pKqSjQ',
      postedAt: '2019-04-20T01:03:39.000Z',
      parentId: 'D-lhorsDlUQ',
      rootId: 'D-lhorsDlUQ',
      url: 'https://www.youtube.com/watch?v=D-lhorsDlUQ&lc=UgxKREWxIgDrw8w2e_Z4AaABAg',
    })
  })

  it('an answer stands under its comment; without its video the comment is the root', () => {
    const [reply] = read('apidata/comments/comments_by_parent_paged_1').items
    const parent = 'Ugw5zYU6n9pmIgAZWvN4AaABAg'
    expect(commentPost(reply, { raw: reply, receivedAt })).toMatchObject({ parentId: parent, rootId: parent })
    expect(commentPost(reply, { raw: reply, receivedAt, videoId: 'D-lhorsDlUQ' })).toMatchObject({
      parentId: parent,
      rootId: 'D-lhorsDlUQ',
    })
  })

  it('reads display text as HTML where it is, keeps a comment of a deleted author, and knows an edit', () => {
    const [item] = read('apidata/comments/comments_single').items
    const { textOriginal: _, authorChannelId: __, ...snippet } = item.snippet
    const edited = {
      ...item,
      snippet: {
        ...snippet,
        authorDisplayName: '',
        textDisplay: 'It&#39;s &lt;3<br />line',
        updatedAt: '2019-07-01T00:00:00Z',
      },
    }
    expect(commentPost(edited, { raw: edited, receivedAt })).toMatchObject({
      text: "It's <3\nline",
      authorId: null,
      authorHandle: null,
      revision: '2019-07-01T00:00:00Z',
    })
    const held = { ...item, snippet: { ...item.snippet, moderationStatus: 'heldForReview' } }
    expect(commentPost(held, { raw: held, receivedAt })).toBe('item.not_public')
    expect(commentPost({ id: 'x' }, { raw: null, receivedAt })).toBe('item.unknown_shape')
  })

  it('videos are posts, of a search and of a list', () => {
    for (const name of ['search/search_videos_by_channel', 'videos/videos_info_multi']) {
      for (const item of read(`apidata/${name}`).items)
        expect(videoPost(item, receivedAt)).toMatchObject({
          externalId: expect.stringMatching(/^[\w-]{11}$/),
        })
    }
  })
})

it.each([
  ['UC_x5XG1OV2P6uZZ5FSM9Ttw', { channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] }],
  ['https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw', { channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] }],
  ['https://www.youtube.com/watch?v=D-lhorsDlUQ&t=3', { videos: ['D-lhorsDlUQ'] }],
  ['https://youtu.be/D-lhorsDlUQ', { videos: ['D-lhorsDlUQ'] }],
  ['D-lhorsDlUQ', { videos: ['D-lhorsDlUQ'] }],
  ['zolvara side effects', { searches: ['zolvara side effects'] }],
])('%s is where to read', (text, config) => expect(youtubeTarget(text)).toEqual(config))
