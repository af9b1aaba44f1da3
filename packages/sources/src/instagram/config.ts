import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'
import { currentVersion, GraphVersion, graphServer } from '../meta/graph.ts'

/** A professional account of one's own by its numeric id; the media that tag it; hashtags, of which Meta allows 30 in a week. */
export const InstagramConfig = z.strictObject({
  server: serverAddress('https')
    .default(graphServer)
    .meta(asked('Server', '', 'more')),
  version: GraphVersion.default(currentVersion).meta(asked('Version of the Graph API', '', 'more')),
  account: z
    .string()
    .regex(/^\d{1,25}$/, 'an account is its numeric id')
    .meta(asked('Account', 'The numeric id of a professional account of your own')),
  tagged: z.boolean().default(true).meta(asked('Read media that tag or mention the account')),
  hashtags: z
    .array(z.string().regex(/^[\p{L}\p{N}_]{1,100}$/u, 'a hashtag is written without #'))
    .max(30, 'Meta allows 30 hashtags in a week')
    .default([])
    .meta(asked('Hashtags', 'Without #; Meta allows 30 in a week')),
  everyMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .default(15)
    .meta(asked('Minutes between two readings', '', 'more')),
  followDays: z
    .int()
    .min(1)
    .max(90)
    .default(14)
    .meta(asked('Days a post is followed', 'For comments and edits', 'more')),
})
export type InstagramConfig = z.infer<typeof InstagramConfig>

/** An account's numeric id, or `ID#tag` to look at a hashtag with it. */
export function instagramTarget(text: string): unknown {
  const [account = '', ...hashtags] = text.split('#')
  return { account, ...(hashtags.length > 0 && { hashtags }) }
}
