import { DomainError, type Platform, type Post } from '@hark/domain'
import { z } from 'zod'
import { blueskyReplyTarget } from './bluesky/content.ts'
import { type FileDeps, fileSource } from './file/file-source.ts'
import { filePolicy } from './file/policy.ts'
import { type JetstreamDeps, jetstreamSource } from './jetstream/jetstream-source.ts'
import { blueskyPolicy } from './jetstream/policy.ts'
import type { PolicyManifest } from './policy.ts'
import { practicePolicy } from './practice/policy.ts'
import { type PracticeDeps, practiceSource } from './practice/practice-source.ts'
import type { ReplyTarget } from './publish.ts'
import type { Source } from './source.ts'

export type SourceDeps = JetstreamDeps & FileDeps & PracticeDeps

/** All that Hark knows of one platform. */
export type Adapter = {
  platform: Platform
  policy: PolicyManifest
  /** A source from its stored configuration; `input.invalid` where that is not one. */
  open(config: unknown, deps?: SourceDeps): Source
  /** What a reply to a stored post refers to; null where it cannot be sent by API. */
  replyTarget(post: Pick<Post, 'externalId' | 'rootId' | 'raw'>): ReplyTarget | null
}

/** Bluesky's public servers, in the order they are tried. */
export const publicJetstreams = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
]

/** Encrypted, or on this machine: what is listened for must not be readable, or changed, on the way. */
const ServerUrl = z.string().refine((text) => {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return false
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'wss:' || (url.protocol === 'ws:' && here)
}, 'needs a wss:// address without credentials (ws:// on this machine only)')

const Jetstream = z.strictObject({
  urls: z.array(ServerUrl).min(1).default(publicJetstreams),
  rewindMs: z.int().min(0).max(600_000).default(5_000),
  gapToleranceMs: z.int().min(1_000).default(10_000),
})
const File = z.strictObject({ path: z.string().min(1), dateOrder: z.enum(['dmy', 'mdy']).nullish() })
const Practice = z.strictObject({ speed: z.number().nonnegative().default(1) })

const bluesky: Adapter = {
  platform: 'bluesky',
  policy: blueskyPolicy,
  open: (config, deps) => jetstreamSource(parse(Jetstream, config), deps),
  replyTarget: blueskyReplyTarget,
}

const file: Adapter = {
  platform: 'file',
  policy: filePolicy,
  open: (config, deps) => {
    const { path, dateOrder } = parse(File, config)
    return fileSource({ path, ...(dateOrder && { dateOrder }) }, deps)
  },
  replyTarget: () => null,
}

const practice: Adapter = {
  platform: 'practice',
  policy: practicePolicy,
  open: (config, deps) => practiceSource(parse(Practice, config), deps),
  replyTarget: ({ externalId, rootId }) => ({
    parent: { id: externalId, cid: null },
    root: { id: rootId ?? externalId, cid: null },
  }),
}

/** The platforms Hark can read; one that is missing here cannot be configured as a source. */
export const adapters: Readonly<Partial<Record<Platform, Adapter>>> = { bluesky, file, practice }

function parse<T extends z.ZodType>(schema: T, config: unknown): z.infer<T> {
  const parsed = schema.safeParse(config ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new DomainError('input.invalid', 'The configuration of this source is not valid.', { fields })
}
