import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** While this file exists nothing is sent, even with the database's kill switch out of reach. */
  HARK_STOP_FILE: z.string().optional(),
  /** The practice platform's own record; set only in a practice deployment. */
  HARK_PRACTICE_PLATFORM: z.string().optional(),
  HARK_PRACTICE_ACCOUNT: z.string().default('practice-safety-team'),
  BLUESKY_SERVICE: z.string().default('https://bsky.social'),
  /** The account's DID: what signed replies name. */
  BLUESKY_ACCOUNT: z.string().startsWith('did:').optional(),
  BLUESKY_IDENTIFIER: z.string().optional(),
  BLUESKY_APP_PASSWORD: z.string().optional(),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type PublisherConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): PublisherConfig => parseEnv(Env, env)
