import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { webhook } from '../feed/config.ts'
import { asked } from '../form-field.ts'

const number = z.string().regex(/^\d{1,20}$/, 'a numeric id')

export const LinkedinConfig = z.strictObject({
  server: serverAddress('https')
    .default('https://api.linkedin.com')
    .meta(asked('Server', '', 'more')),
  version: z
    .string()
    .regex(/^20\d{2}(0[1-9]|1[0-2])$/, 'a version is written 202609')
    .default('202609')
    .meta(asked('Version of the API', 'Year and month; LinkedIn keeps each for about a year', 'more')),
  organization: number.meta(asked('Organisation', 'The numeric id of a page of your own')),
  everyMinutes: z
    .int()
    .min(5)
    .max(1_440)
    .default(60)
    .meta(asked('Minutes between two readings', '', 'more')),
  callsADay: z
    .int()
    .min(10)
    .default(500)
    .meta(asked('Calls a day', 'Over all that this source asks; development access has 500', 'more')),
  subscription: z
    .strictObject({
      application: number.meta(asked('Application', 'The numeric id of the LinkedIn app')),
      person: z
        .string()
        .regex(/^[\w-]{1,40}$/, 'a member is the id of their urn')
        .meta(asked('Member', 'The id of a member who administers the page')),
      webhook: serverAddress('https').meta(asked('Address it pushes to', webhook)),
    })
    .optional()
    .meta(asked('Push', 'Keeps LinkedIn pushing to this source’s webhook, in the name of a member', 'more')),
})
export type LinkedinConfig = z.infer<typeof LinkedinConfig>
