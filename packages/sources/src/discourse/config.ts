import { DomainError } from '@hark/domain'
import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'

/** One forum. `categories` and `tags` narrow what of it is read; empty means all that is public. */
export const DiscourseConfig = z.strictObject({
  server: serverAddress('https')
    .meta(asked('Forum', 'Its address, such as https://forum.example'))
    .transform((text) => text.replace(/\/+$/, '')),
  categories: z
    .array(z.int().positive())
    .max(200)
    .default([])
    .meta(asked('Categories', 'Their numbers, the last part of their address; none: all that is public')),
  tags: z
    .array(z.string().trim().min(1).max(100))
    .max(50)
    .default([])
    .meta(asked('Tags', 'None: all of them')),
  queries: z
    .array(z.string().trim().min(2).max(300))
    .max(50)
    .default([])
    .meta(asked('Searches', 'In the forum’s own search language, over all it ever held')),
  listen: z
    .enum(['poll', 'push', 'both'])
    .default('both')
    .meta(asked('How it listens', 'poll: it is asked; push: its webhook tells', 'more')),
  everyMinutes: z
    .number()
    .min(1)
    .max(1_440)
    .default(5)
    .meta(asked('Minutes between two readings', '', 'more')),
})
export type DiscourseConfig = z.infer<typeof DiscourseConfig>

const says =
  'the address of a forum, or of its category (…/c/NAME/7), tag (…/tag/NAME) or search (…/search?q=WORDS)'

export const discourseTarget = {
  says,
  config(text: string): unknown {
    const url = URL.parse(text.trim())
    if (url === null) throw new DomainError('input.invalid', `Name ${says}.`)
    const [before, category] =
      /^(.*?)\/c\/(?:.*\/)?(\d+)(?:\.json)?\/?(?:l\/\w+)?$/.exec(url.pathname)?.slice(1) ?? []
    const [under, tag] = /^(.*?)\/tags?\/([^/]+?)(?:\.json)?\/?$/.exec(url.pathname)?.slice(1) ?? []
    const words = url.searchParams.get('q')
    const root = (before ?? under ?? url.pathname)
      .replace(/\/(?:search|posts|latest)(?:\.json)?\/?$/, '')
      .replace(/\/$/, '')
    return {
      server: url.origin + root,
      ...(category && { categories: [Number(category)] }),
      ...(tag && { tags: [decodeURIComponent(tag)] }),
      ...(words && { queries: [words], listen: 'push' }),
    }
  },
}
