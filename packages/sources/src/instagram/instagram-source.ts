import type { Post } from '@hark/domain'
import type { SourceDeps } from '../adapter.ts'
import { recheckById } from '../meta/by-id.ts'
import { graphOf } from '../meta/graph.ts'
import { isMissing } from '../meta/graph-error.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import type { InstagramConfig } from './config.ts'
import { commentFields, hashtagLane, mediaFields, ownLane, type Reading, taggedLane } from './lanes.ts'
import { commentPost, mediaPost } from './post.ts'
import { parsePush } from './push.ts'

/** An Instagram account of one's own: comments and mentions by push, gone over by polling; tags and hashtags by polling. */
export function instagramSource(config: InstagramConfig, deps: SourceDeps = {}): Source {
  const { nowMs = Date.now } = deps
  const graph = graphOf(deps, config)
  const reading: Reading = { graph, config, nowMs }
  const lanes = [
    ownLane(reading),
    ...(config.tagged ? [taggedLane(reading)] : []),
    ...config.hashtags.map((tag) => hashtagLane(tag, reading)),
  ]
  return {
    ...pollSource({ platform: 'instagram', lanes: () => lanes }, deps),
    parse: (delivery) => parsePush(graph, delivery),
    recheck: (ids, signal) => recheckById(graph, { ids, anchor: config.account }, signal),
    context: (post, signal) => contextOf(reading, post, signal),
  }
}

/** The media a comment stands under, and the comment it answers. */
async function contextOf(
  { graph, nowMs }: Reading,
  { externalId, parentId, rootId }: Pick<Post, 'externalId' | 'parentId' | 'rootId'>,
  signal: AbortSignal,
): Promise<Post[]> {
  const receivedAt = new Date(nowMs()).toISOString()
  const asked = [
    ...(rootId && rootId !== externalId ? [{ id: rootId, fields: mediaFields, made: mediaPost }] : []),
    ...(parentId && parentId !== rootId
      ? [{ id: parentId, fields: commentFields.replace(/,replies.*$/, ''), made: commentPost }]
      : []),
  ]
  const found: Post[] = []
  for (const { id, fields, made } of asked) {
    const item = await graph.get(id, { fields }, signal).catch((error) => {
      if (!isMissing(error)) throw error
      return null
    })
    const post = item && made(item, { receivedAt, mediaId: rootId })
    if (post && typeof post !== 'string') found.push(post)
  }
  return found
}
