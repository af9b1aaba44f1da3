import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'
import { longestQuery } from './queries.ts'

/** A rule is a query of X's search language. An account is a numeric user id, whose mentions are read. */
export const XConfig = z.strictObject({
  server: serverAddress('https')
    .default('https://api.x.com')
    .meta(asked('Server', '', 'more')),
  rules: z
    .array(
      z.string().trim().min(1).max(longestQuery, 'longer rules could not be read back by search after a gap'),
    )
    .max(1_000)
    .default([])
    .meta(asked('Rules', 'Queries of X’s search language, 512 characters each')),
  accounts: z
    .array(z.string().regex(/^\d{1,19}$/, 'an account is its numeric id'))
    .max(100)
    .default([])
    .meta(asked('Accounts', 'Numeric user ids, whose mentions are read')),
  listen: z
    .enum(['stream', 'search'])
    .default('stream')
    .meta(asked('How it listens', 'stream: at once; search: asked at intervals', 'more')),
  everyMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .default(5)
    .meta(asked('Minutes between two readings', '', 'more')),
  monthlyBudgetUsd: z
    .number()
    .min(1)
    .max(15_000)
    .default(50)
    .meta(asked('Budget a month, in USD', 'Reading stops before it is passed')),
  fieldNames: z
    .enum(['post', 'tweet'])
    .default('post')
    .meta(asked('Names of fields', 'As X’s API writes them for this app', 'more')),
})
export type XConfig = z.infer<typeof XConfig>
