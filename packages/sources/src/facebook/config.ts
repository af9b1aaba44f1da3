import { z } from 'zod'
import { asked } from '../form-field.ts'
import { ownAsset, pace } from '../meta/own-asset.ts'

/** A page of one's own, by its numeric id. */
export const FacebookConfig = z.strictObject({
  ...ownAsset,
  page: z
    .string()
    .regex(/^\d{1,25}$/, 'a page is its numeric id')
    .meta(asked('Page', 'The numeric id of a page of your own')),
  ...pace,
})
export type FacebookConfig = z.infer<typeof FacebookConfig>
