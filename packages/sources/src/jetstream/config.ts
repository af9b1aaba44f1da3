import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'

/** Bluesky's public servers, in the order they are tried. */
export const publicJetstreams = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
]

/** Bluesky's own moderation service: the address of its stream, and the account its labels are signed as. */
export const publicLabelers = ['wss://mod.bsky.app#did:plc:ar7c4by46qjdydhdevvrndac']

const labelerAddress = serverAddress('wss').refine(
  (text) => /^#did:[a-z]+:[A-Za-z0-9._:%-]+$/.test(new URL(text).hash),
  'needs the account of the labels after the address: wss://…#did:…',
)

export const BlueskyConfig = z.strictObject({
  urls: z
    .array(serverAddress('wss'))
    .min(1)
    .default(publicJetstreams)
    .meta(asked('Jetstream servers', 'wss:// addresses in the order they are tried', 'more')),
  rewindMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .meta(asked('Overlap after a break', 'In milliseconds', 'more')),
  gapToleranceMs: z
    .int()
    .min(1_000)
    .default(10_000)
    .meta(asked('Longest silence that is no gap', 'In milliseconds', 'more')),
  appView: serverAddress('https')
    .nullable()
    .default('https://public.api.bsky.app')
    .meta(
      asked(
        'Server for threads',
        'Where parents and quoted posts are looked up, and posts asked after',
        'more',
      ),
    ),
  directory: serverAddress('https')
    .default('https://plc.directory')
    .meta(
      asked(
        'Directory of accounts',
        'Names the server of an author, who is asked whether a missing post was deleted',
        'more',
      ),
    ),
  search: serverAddress('https')
    .optional()
    .meta(
      asked(
        'Server for search',
        'What the stream no longer holds is read back there; none: the one for threads',
        'more',
      ),
    ),
  labelers: z
    .array(labelerAddress)
    .max(20)
    .optional()
    .meta(
      asked(
        'Moderation services',
        'wss://…#did:…; none: that of Bluesky with its own servers, else no one',
        'more',
      ),
    ),
  signIn: serverAddress('https')
    .default('https://bsky.social')
    .meta(asked('Server to sign in at', 'Only with an account to search with', 'more')),
})
export type BlueskyConfig = z.infer<typeof BlueskyConfig>

export type Labeler = { url: string; did: string }

/** The moderation services whose labels are believed: those named, or that of the network whose own servers are listened to. */
export function labelersOf({ urls, labelers }: Pick<BlueskyConfig, 'urls' | 'labelers'>): Labeler[] {
  const isPublic = urls.every((url) => publicJetstreams.includes(url))
  return (labelers ?? (isPublic ? publicLabelers : [])).map((text) => {
    const url = new URL(text)
    const did = url.hash.slice(1)
    url.hash = ''
    return { url: url.href, did }
  })
}

/** Every server a configuration opens a socket to; a configuration that is none opens none. */
export function blueskySockets(config: unknown): string[] {
  const parsed = BlueskyConfig.safeParse(config ?? {})
  return parsed.success ? [...parsed.data.urls, ...labelersOf(parsed.data).map(({ url }) => url)] : []
}
