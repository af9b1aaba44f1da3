import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'
import { currentVersion, GraphVersion, graphServer } from './graph.ts'

/** What is asked of every page or account at Meta, beside which one it is. */
export const ownAsset = {
  server: serverAddress('https')
    .default(graphServer)
    .meta(asked('Server', '', 'more')),
  version: GraphVersion.default(currentVersion).meta(asked('Version of the Graph API', '', 'more')),
}

/** How often it is read, and how long its posts are followed. */
export const pace = {
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
}
