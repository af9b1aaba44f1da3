import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { currentVersion, GraphVersion, graphServer } from '../meta/graph.ts'

/** A professional account of one's own by its numeric id; the media that tag it; hashtags, of which Meta allows 30 in a week. */
export const InstagramConfig = z.strictObject({
  server: serverAddress('https').default(graphServer),
  version: GraphVersion.default(currentVersion),
  account: z.string().regex(/^\d{1,25}$/, 'an account is its numeric id'),
  tagged: z.boolean().default(true),
  hashtags: z
    .array(z.string().regex(/^[\p{L}\p{N}_]{1,100}$/u, 'a hashtag is written without #'))
    .max(30, 'Meta allows 30 hashtags in a week')
    .default([]),
  everyMinutes: z.int().min(1).max(1_440).default(15),
  followDays: z.int().min(1).max(90).default(14),
})
export type InstagramConfig = z.infer<typeof InstagramConfig>

/** An account's numeric id, or `ID#tag` to look at a hashtag with it. */
export function instagramTarget(text: string): unknown {
  const [account = '', ...hashtags] = text.split('#')
  return { account, ...(hashtags.length > 0 && { hashtags }) }
}
