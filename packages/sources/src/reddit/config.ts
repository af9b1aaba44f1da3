import { DomainError } from '@hark/domain'
import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'

const community = z
  .string()
  .trim()
  .transform((text) => text.replace(/^\/?r\//i, ''))
  .pipe(z.string().regex(/^[A-Za-z0-9_+-]{2,200}$/, 'a community is its name, as after r/'))

export const RedditConfig = z
  .strictObject({
    server: serverAddress('https')
      .default('https://oauth.reddit.com')
      .meta(asked('Server', '', 'more')),
    signIn: serverAddress('https')
      .default('https://www.reddit.com')
      .meta(asked('Server that signs in', '', 'more')),
    communities: z
      .array(community)
      .max(100)
      .default([])
      .meta(asked('Communities', 'By their names, as after r/')),
    listen: z
      .array(z.enum(['posts', 'comments']))
      .min(1)
      .default(['posts', 'comments'])
      .meta(asked('What of them', '', 'more')),
    queries: z
      .array(z.string().trim().min(2).max(512))
      .max(50)
      .default([])
      .meta(asked('Searches', 'Find posts only, never comments')),
    everyMinutes: z
      .number()
      .min(0.25)
      .max(1_440)
      .default(5)
      .meta(
        asked(
          'Minutes between two readings',
          'At most: a busy list is read as often as its horizon asks for',
          'more',
        ),
      ),
    account: z
      .string()
      .regex(/^[A-Za-z0-9_-]{3,20}$/, 'an account is its name, as after u/')
      .optional()
      .meta(
        asked('Reddit account that answers for the client', 'Named in every request, as Reddit asks', 'more'),
      ),
  })
  .refine(
    ({ communities, queries }) => communities.length + queries.length > 0,
    'needs a community or a search',
  )
export type RedditConfig = z.infer<typeof RedditConfig>

const says =
  'a community (r/NAME), its page (https://www.reddit.com/r/NAME/new), or a search (…/search?q=WORDS)'

/** What a person types. An address that is not Reddit's own is taken for a server that speaks as Reddit does. */
export const redditTarget = {
  says,
  config(text: string): unknown {
    const typed = text.trim()
    const url = URL.parse(typed)
    const [path, words] = url ? [url.pathname, url.searchParams.get('q')] : [typed, null]
    const [, name, list] = /^\/?(?:r\/)?([A-Za-z0-9_+-]{2,200})(?:\/(\w+))?/.exec(path) ?? []
    const servers =
      url === null || /(^|\.)reddit\.com$/.test(url.hostname)
        ? {}
        : { server: url.origin, signIn: url.origin }
    if (words) return { ...servers, queries: [words] }
    if (!name || (url !== null && !/^\/r\//.test(path)))
      throw new DomainError('input.invalid', `Name ${says}.`)
    const listen = list === 'comments' ? ['comments'] : list === 'new' ? ['posts'] : ['posts', 'comments']
    return { ...servers, communities: [name], listen }
  },
}
