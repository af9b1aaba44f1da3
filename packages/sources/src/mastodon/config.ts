import { DomainError } from '@hark/domain'
import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'

const tag = z
  .string()
  .trim()
  .transform((text) => text.replace(/^[#＃]/, ''))
  .pipe(z.string().regex(/^[\p{L}\p{M}\p{N}_·・]{1,200}$/u, 'a hashtag is letters, digits and _'))

/** One instance, which has given its permission: another instance is another source. */
export const MastodonConfig = z
  .strictObject({
    server: serverAddress('https').meta(
      asked('Instance', 'Its address, such as https://mastodon.example; one source for each instance'),
    ),
    tags: z.array(tag).max(50).default([]).meta(asked('Hashtags')),
    queries: z
      .array(z.string().trim().min(2).max(500))
      .max(50)
      .default([])
      .meta(
        asked(
          'Searches',
          'Need a token; find authors who agreed to be found, where the instance runs searches at all',
        ),
      ),
    timelines: z
      .array(z.enum(['local', 'remote', 'public']))
      .default([])
      .meta(asked('Timelines', 'All public posts: of this instance, of others it knows, or of both')),
    listen: z
      .enum(['auto', 'poll'])
      .default('auto')
      .meta(
        asked(
          'How it listens',
          'auto: where there is a token also as a stream, for edits and deletions at once',
          'more',
        ),
      ),
    everyMinutes: z
      .number()
      .min(1)
      .max(1_440)
      .default(5)
      .meta(asked('Minutes between two readings', '', 'more')),
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
