import { z } from 'zod'
import { asked } from '../form-field.ts'

export const feedAddress = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}, 'needs an http:// or https:// address without credentials')

/** Known before the source is there: it belongs to its name. */
export const webhook =
  'The public address of this source’s webhook, as the set-up shows it. Empty: nothing is pushed'

export const FeedConfig = z
  .strictObject({
    urls: z
      .array(feedAddress)
      .max(500)
      .default([])
      .meta(asked('Addresses of feeds', 'RSS, Atom or JSON Feed, one https:// address each')),
    paths: z
      .array(z.string().min(1))
      .max(100)
      .default([])
      .meta(asked('Feeds saved as files', 'To try out, and to read archives', 'host')),
    everyMinutes: z
      .number()
      .min(1)
      .max(1_440)
      .default(15)
      .meta(asked('Minutes between two readings', '', 'more')),
    comments: z
      .boolean()
      .default(true)
      .meta(asked('Read comments too', 'Of late items, where the feed names a feed of them', 'more')),
    callback: feedAddress.optional().meta(asked('Address hubs push to (WebSub)', webhook, 'more')),
  })
  .refine(({ urls, paths }) => urls.length + paths.length > 0, 'needs the address of at least one feed')
export type FeedConfig = z.infer<typeof FeedConfig>

/** What a person types: an address, or the path of a file. */
export function feedTarget(text: string): unknown {
  return /^(https?|feed):/i.test(text)
    ? { urls: [text.replace(/^feed:(\/\/)?(?!\/\/)/i, (scheme) => (scheme.length > 5 ? 'http://' : ''))] }
    : { paths: [text] }
}
