import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'
import { currentVersion, GraphVersion, graphServer } from '../meta/graph.ts'

/** A page of one's own, by its numeric id. */
export const FacebookConfig = z.strictObject({
  server: serverAddress('https')
    .default(graphServer)
    .meta(asked('Server', '', 'more')),
  version: GraphVersion.default(currentVersion).meta(asked('Version of the Graph API', '', 'more')),
  page: z
    .string()
    .regex(/^\d{1,25}$/, 'a page is its numeric id')
    .meta(asked('Page', 'The numeric id of a page of your own')),
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
export type FacebookConfig = z.infer<typeof FacebookConfig>
