import { sealer } from '@hark/db'
import type { Post } from '@hark/domain'
import { createLogger } from '@hark/runtime'

const KEY = Buffer.alloc(32, 7)
export const sealing = { pseudonymKey: KEY, sealHandle: sealer(KEY, 'handle').seal }
export const silent = createLogger({ service: 'test', level: 'silent' })

/** A post as an adapter gives it, about the seeded product. */
export const postOf = (externalId: string, over: Partial<Post> = {}): Post => ({
  platform: 'reddit',
  externalId,
  revision: '',
  authorId: 'a',
  authorHandle: 'a',
  text: `Zolvara ${externalId}`,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt: '2026-11-01T00:00:00.000Z',
  parentId: null,
  rootId: null,
  quotedId: null,
  media: [],
  raw: '{}',
  ...over,
})
