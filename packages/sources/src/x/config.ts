import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { longestQuery } from './queries.ts'

/** A rule is a query of X's search language. An account is a numeric user id, whose mentions are read. */
export const XConfig = z.strictObject({
  server: serverAddress('https').default('https://api.x.com'),
  rules: z
    .array(
      z.string().trim().min(1).max(longestQuery, 'longer rules could not be read back by search after a gap'),
    )
    .max(1_000)
    .default([]),
  accounts: z
    .array(z.string().regex(/^\d{1,19}$/, 'an account is its numeric id'))
    .max(100)
    .default([]),
  listen: z.enum(['stream', 'search']).default('stream'),
  everyMinutes: z.int().min(1).max(1_440).default(5),
  monthlyBudgetUsd: z.number().min(1).max(15_000).default(50),
  fieldNames: z.enum(['post', 'tweet']).default('post'),
})
export type XConfig = z.infer<typeof XConfig>
