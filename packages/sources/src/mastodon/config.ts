import { DomainError } from '@hark/domain'
import { z } from 'zod'
import { serverAddress } from '../adapter.ts'

const tag = z
  .string()
  .trim()
  .transform((text) => text.replace(/^[#＃]/, ''))
  .pipe(z.string().regex(/^[\p{L}\p{M}\p{N}_·・]{1,200}$/u, 'a hashtag is letters, digits and _'))

/** One instance, which has given its permission: another instance is another source. */
export const MastodonConfig = z
  .strictObject({
    server: serverAddress('https'),
    tags: z.array(tag).max(50).default([]),
    /** Full-text search: needs a token, and finds authors who agreed to be found, where the instance runs it at all. */
    queries: z.array(z.string().trim().min(2).max(500)).max(50).default([]),
    timelines: z.array(z.enum(['local', 'remote', 'public'])).default([]),
    /** `auto`: a stream beside the polling where there is a token, for edits and deletions at once. */
    listen: z.enum(['auto', 'poll']).default('auto'),
    everyMinutes: z.number().min(1).max(1_440).default(5),
  })
  .refine(
    ({ tags, queries, timelines }) => tags.length + queries.length + timelines.length > 0,
    'needs a hashtag, a search or a timeline',
  )
export type MastodonConfig = z.infer<typeof MastodonConfig>

const says =
  'the address of a hashtag, timeline or search: https://INSTANCE/tags/TAG, …/public/local, …/search?q=WORDS; or #TAG@INSTANCE'

/** What a person types. Addresses of the API and of its pages mean the same. */
export const mastodonTarget = {
  says,
  config(text: string): unknown {
    const short = /^#?([^@\s/]+)@([^@\s/]+)$/.exec(text.trim())
    if (short) return { server: `https://${short[2]}`, tags: [short[1]] }
    const url = URL.parse(text.trim())
    if (url === null) throw new DomainError('input.invalid', `Name ${says}.`)
    const server = url.origin
    const [, named] = /\/(?:tags|timelines\/tag|hashtag)\/([^/]+)/.exec(url.pathname) ?? []
    const words = url.searchParams.get('q')
    if (named) return { server, tags: [decodeURIComponent(named)] }
    if (words) return { server, queries: [words] }
    const asked = (name: string) =>
      url.pathname.endsWith(`/public/${name}`) || /^(1|true)$/.test(url.searchParams.get(name) ?? '')
    const timeline = (['local', 'remote'] as const).find(asked)
    return { server, timelines: [timeline ?? (url.pathname.includes('public') ? 'public' : 'local')] }
  },
}
