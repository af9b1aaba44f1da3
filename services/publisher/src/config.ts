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
  X_SERVER: z.string().default('https://api.x.com'),
  /** The account's numeric id: what signed replies name. */
  X_ACCOUNT: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  X_CONSUMER_KEY: z.string().optional(),
  X_CONSUMER_SECRET: z.string().optional(),
  X_ACCESS_TOKEN: z.string().optional(),
  X_ACCESS_SECRET: z.string().optional(),
  /** A person has confirmed that a reply with an address in it costs USD 0.20. */
  X_ALLOW_ADDRESSES: z.stringbool().default(false),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type PublisherConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): PublisherConfig => parseEnv(Env, env)
