import { z } from 'zod'

export const feedAddress = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}, 'needs an http:// or https:// address without credentials')

export const FeedConfig = z
  .strictObject({
    /** Addresses of feeds. */
    urls: z.array(feedAddress).max(500).default([]),
    /** Feeds saved as files: to try out, and to read archives. */
    paths: z.array(z.string().min(1)).max(100).default([]),
    everyMinutes: z.number().min(1).max(1_440).default(15),
    /** Reads the comments of late items too, where the feed names a feed of them. */
    comments: z.boolean().default(true),
    /** The public address of this source's webhook: hubs are asked to push there (WebSub). */
    callback: feedAddress.optional(),
  })
  .refine(({ urls, paths }) => urls.length + paths.length > 0, 'needs the address of at least one feed')
export type FeedConfig = z.infer<typeof FeedConfig>

/** What a person types: an address, or the path of a file. */
export function feedTarget(text: string): unknown {
  return /^(https?|feed):/i.test(text)
    ? { urls: [text.replace(/^feed:(\/\/)?(?!\/\/)/i, (scheme) => (scheme.length > 5 ? 'http://' : ''))] }
    : { paths: [text] }
}
