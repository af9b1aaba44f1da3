import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { currentVersion, GraphVersion, graphServer } from '../meta/graph.ts'

/** A page of one's own, by its numeric id. */
export const FacebookConfig = z.strictObject({
  server: serverAddress('https').default(graphServer),
  version: GraphVersion.default(currentVersion),
  page: z.string().regex(/^\d{1,25}$/, 'a page is its numeric id'),
  everyMinutes: z.int().min(1).max(1_440).default(15),
  followDays: z.int().min(1).max(90).default(14),
})
export type FacebookConfig = z.infer<typeof FacebookConfig>
