import type { Post } from '@hark/domain'
import type { SeededProgramme } from '@hark/testkit'
import { sealer } from '../seal.ts'
import type { BatchToStore } from './store-batch.ts'

export const KEY = Buffer.alloc(32, 7)
export const sealing = { pseudonymKey: KEY, sealHandle: sealer(KEY, 'handle').seal }

export function postOf(over: Partial<Post> = {}): Post {
  return {
    platform: 'bluesky',
    externalId: 'at://one',
    revision: '',
    authorId: 'did:plc:author',
    authorHandle: '@author',
    text: 'Zolvara, and a rash',
    lang: 'en',
    url: 'https://example.org/one',
    postedAt: '2026-11-01T10:00:00.000Z',
    receivedAt: '2026-11-01T10:00:01.000Z',
    parentId: null,
    rootId: null,
    quotedId: null,
    media: [],
    raw: '{"a":1}',
    ...over,
  }
}

export function batchOf(programme: SeededProgramme, over: Partial<BatchToStore> = {}): BatchToStore {
  return {
    sourceId: programme.sourceId,
    cursorBefore: null,
    cursor: null,
    posts: [],
    unmatched: 0,
    rejected: [],
    removals: [],
    ...over,
  }
}
