import { z } from 'zod'
import { asked } from '../form-field.ts'
import { ownAsset, pace } from '../meta/own-asset.ts'

/** A professional account of one's own by its numeric id; the media that tag it; hashtags, of which Meta allows 30 in a week. */
export const InstagramConfig = z.strictObject({
  ...ownAsset,
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
  ...pace,
})
export type InstagramConfig = z.infer<typeof InstagramConfig>

/** An account's numeric id, or `ID#tag` to look at a hashtag with it. */
export function instagramTarget(text: string): unknown {
  const [account = '', ...hashtags] = text.split('#')
  return { account, ...(hashtags.length > 0 && { hashtags }) }
}
