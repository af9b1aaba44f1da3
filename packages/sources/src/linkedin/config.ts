import { z } from 'zod'
import { serverAddress } from '../adapter.ts'

const number = z.string().regex(/^\d{1,20}$/, 'a numeric id')

export const LinkedinConfig = z.strictObject({
  server: serverAddress('https').default('https://api.linkedin.com'),
  /** Year and month; LinkedIn keeps each for about a year. */
  version: z
    .string()
    .regex(/^20\d{2}(0[1-9]|1[0-2])$/, 'a version is written 202609')
    .default('202609'),
  organization: number,
  everyMinutes: z.int().min(5).max(1_440).default(60),
  /** Calls a day over all that this source asks; development access has 500. */
  callsADay: z.int().min(10).default(500),
  /** Keeps LinkedIn pushing to this source's webhook, in the name of a member who administers the page. */
  subscription: z
    .strictObject({
      application: number,
      person: z.string().regex(/^[\w-]{1,40}$/),
      webhook: serverAddress('https'),
    })
    .optional(),
})
export type LinkedinConfig = z.infer<typeof LinkedinConfig>
