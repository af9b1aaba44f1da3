import type { Post } from '@hark/domain'
import { type Exchange, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import type { Adapter } from './adapter.ts'
import { facebookAdapter } from './facebook/adapter.ts'
import { instagramAdapter } from './instagram/adapter.ts'
import { linkedinAdapter } from './linkedin/adapter.ts'
import { activity, commentUrn, post as linkedinPost, share } from './linkedin/played.fixture.ts'
import { podcastAdapter } from './podcast/adapter.ts'
import { answer, means, recordedJson } from './recorded.fixture.ts'
import { youtubeAdapter } from './youtube/adapter.ts'

const meta = fixture('meta/testdata')
const tube = fixture('youtube/testdata/apidata')
const absent = meta.absent || tube.absent
const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const recorded = (path: string) => recordedJson(`${path}.json`)

type Asked = { exchanges: Exchange[]; config: object; secrets?: Record<string, string>; ignore?: string[] }

async function asking(adapter: Adapter, { exchanges, config, secrets = {}, ignore = [] }: Asked) {
  const player = await playCassettes(exchanges, { ignore })
  const { deps, signal } = means(player, Date.UTC(2026, 10, 22), 1)
  const source = adapter.open({ server: player.origin, ...config }, { ...deps, secrets })
  const around = (post: Partial<Post>) =>
    source.context?.({ externalId: 'me', parentId: null, rootId: null, quotedId: null, ...post }, signal)
  return { player, around, recheck: (ids: string[]) => source.recheck?.(ids, signal) }
}

const graph = (code: number, error_subcode?: number) => ({
  error: { code, ...(error_subcode && { error_subcode }) },
})

type Said = [status: number, body: object]

/** Each platform with one post, its parent and its root: requests in the order they are made. */
const platforms = {
  Facebook: () => {
    const [post] = recorded(`${meta.path}/facebook/apidata/posts/feeds_default_fields_p1`).data
    const [comment] = Object.values(recorded(`${meta.path}/facebook/apidata/comments/comments_info`)) as {
      id: string
      message: string
    }[]
    const fields = 'id,message,created_time,from,permalink_url'
    return {
      adapter: facebookAdapter,
      config: { page: '19292868552' },
      secrets: { accessToken: 'token' },
      post: { parentId: comment?.id ?? '', rootId: post.id as string },
      root: answer(
        `GET /v26.0/${post.id}?fields=${fields},is_published,attachments{media_type,type,title,description}`,
        post,
      ),
      parentAt: `GET /v26.0/${comment?.id}?fields=${fields},parent{id},is_private,can_comment,attachment{type,title,description}`,
      parent: comment as object,
      gone: [400, graph(100, 33)] as Said,
      forbidden: [403, graph(10)] as Said,
      texts: [post.message as string, comment?.message],
    }
  },
  Instagram: () => {
    const [media] = recorded(`${meta.path}/instagram/apidata/users/medias_p2`).data
    const [comment] = Object.values(recorded(`${meta.path}/instagram/apidata/comments/comments_fields`)) as {
      id: string
      text: string
    }[]
    return {
      adapter: instagramAdapter,
      config: { account: '17841406338772941' },
      secrets: { accessToken: 'token' },
      post: { parentId: comment?.id ?? '', rootId: media.id as string },
      root: answer(
        `GET /v26.0/${media.id}?fields=id,caption,media_type,permalink,timestamp,username,comments_count,children{media_type}`,
        media,
      ),
      parentAt: `GET /v26.0/${comment?.id}?fields=id,text,timestamp,username,from,parent_id,media{id}`,
      parent: comment as object,
      gone: [400, graph(100, 33)] as Said,
      forbidden: [403, graph(10)] as Said,
      texts: [media.caption as string, comment?.text],
    }
  },
  YouTube: () => {
    const [video] = recorded(`${tube.path}/videos/videos_info_multi`).items
    const [comment] = recorded(`${tube.path}/comments/comments_single`).items
    return {
      adapter: youtubeAdapter,
      config: { videos: [video.id] },
      secrets: { apiKey: 'key' },
      post: { parentId: comment.id as string, rootId: video.id as string },
      root: answer(`GET /youtube/v3/videos?part=snippet&id=${video.id}`, { items: [video] }),
      parentAt: `GET /youtube/v3/comments?part=snippet&id=${comment.id}&textFormat=plainText`,
      parent: { items: [comment] },
      gone: [200, { items: [] }] as Said,
      forbidden: [403, { error: { errors: [{ reason: 'forbidden' }] } }] as Said,
      texts: [`${video.snippet.title}\n${video.snippet.description}`, comment.snippet.textOriginal as string],
    }
  },
  LinkedIn: () => {
    const comment = {
      $URN: commentUrn('5'),
      object: activity,
      message: { text: 'Does it make dizzy?' },
      created: { time: 1 },
    }
    return {
      adapter: linkedinAdapter,
      config: { organization: '77' },
      secrets: { accessToken: 'token' },
      post: { parentId: commentUrn('5'), rootId: share },
      root: answer(`GET /rest/posts/${encodeURIComponent(share)}`, linkedinPost),
      parentAt: `GET /rest/socialActions/${encodeURIComponent(activity)}/comments/5`,
      parent: comment,
      gone: [404, { status: 404 }] as Said,
      forbidden: [403, { status: 403, code: 'ACCESS_DENIED' }] as Said,
      texts: ['Ask @Us (here) (or not) #zolvara', 'Does it make dizzy?'],
    }
  },
}

describe.skipIf(absent).each(Object.entries(platforms))(`around a post on %s${needs}`, (_name, made) => {
  const opened = (status: number, body: object) => {
    const { adapter, config, secrets, root, parentAt } = made()
    return asking(adapter, { config, secrets, exchanges: [root, answer(parentAt, body, status)] })
  }
  const textsOf = (posts: Post[] | undefined) => posts?.map(({ text }) => text).sort()

  test('its parent and its root, as posts', async () => {
    const { parent, post, texts } = made()
    const { player, around } = await opened(200, parent)
    await using _ = player
    expect(textsOf(await around(post))).toEqual(texts.toSorted())
  })

  test('a parent that is gone leaves its root', async () => {
    const { post, texts, gone } = made()
    const { player, around } = await opened(...gone)
    await using _ = player
    expect(textsOf(await around(post))).toEqual([texts[0]])
  })

  test('one that we may not see is no answer: it is asked for again', async () => {
    const { post, forbidden } = made()
    const { player, around } = await opened(...forbidden)
    await using _ = player
    await expect(around(post)).rejects.toMatchObject({ kind: 'refused' })
  })

  test('a first post asks for nothing', async () => {
    const { adapter, config, secrets } = made()
    const { player, around } = await asking(adapter, { config, secrets, exchanges: [] })
    await using _ = player
    expect([await around({}), player.asked]).toEqual([[], []])
  })
})

describe('what is asked after again', () => {
  const account = '17841406338772941'
  const instagram = (exchanges: Exchange[]) =>
    asking(instagramAdapter, { config: { account }, secrets: { accessToken: 'token' }, exchanges })
  const alone = (id: string, body: object, status = 200) => answer(`GET /v26.0/${id}?fields=id`, body, status)

  test('Instagram: the same, gone, and gone only while our own account can be read', async () => {
    const { player, recheck } = await instagram([
      answer('GET /v26.0/?ids=1,2&fields=id', graph(100, 33), 400),
      alone('1', { id: '1' }),
      alone('2', graph(100, 33), 400),
      alone(account, { id: account }),
      alone(account, graph(100, 33), 400),
    ])
    await using _ = player
    expect(await recheck(['1', '2'])).toEqual([
      { externalId: '1', now: 'same' },
      { externalId: '2', now: 'gone', reason: 'deleted' },
    ])
    await expect(recheck(['1', '2'])).rejects.toMatchObject({ code: 'graph.100.33' })
  })

  test.each([
    ['a permission taken back', 400, graph(10), 'refused'],
    ['a token that ran out', 400, graph(190), 'refused'],
    ['a limit', 400, graph(4), 'limited'],
    ['a failure', 500, {}, 'unavailable'],
  ])('Instagram: %s says nothing of a comment', async (_name, status, body, kind) => {
    const { player, recheck } = await instagram([alone('1', body, status)])
    await using _ = player
    await expect(recheck(['1'])).rejects.toMatchObject({ kind })
  })

  test('podcasts: pages by their address; what was said in an episode goes with its transcript', async () => {
    const head = (path: string, status: number) => ({ ...answer(`GET ${path}`, '', status), method: 'HEAD' })
    const player = await playCassettes([
      head('/a', 200),
      head('/b', 404),
      head('/c', 410),
      head('/d', 403),
      head('/e', 503),
    ])
    await using _ = player
    const { deps, signal } = means(player, 0, 1)
    const source = podcastAdapter.open({ urls: [`${player.origin}/feed`] }, deps)
    const ids = ['/a', '/b', '/c', '/d', '/e', '/a#t=60'].map((path) => player.origin + path)
    expect(await source.recheck?.([...ids, 'urn:episode:1'], signal)).toEqual([
      { externalId: ids[0], now: 'same' },
      { externalId: ids[1], now: 'gone', reason: 'deleted' },
      { externalId: ids[2], now: 'gone', reason: 'deleted' },
    ])
  })
})
