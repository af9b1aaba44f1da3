import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

const number = z.string().regex(/^\d{1,25}$/)
const server = z.string().regex(/^https?:\/\/\S+$/)

/** Accounts by platform: what signed replies name, and what the platform asks for to write as them. */
const accounts = {
  BLUESKY_SERVICE: z.string().default('https://bsky.social'),
  /** The account's DID. */
  BLUESKY_ACCOUNT: z.string().startsWith('did:').optional(),
  BLUESKY_IDENTIFIER: z.string().optional(),
  BLUESKY_APP_PASSWORD: z.string().optional(),
  X_SERVER: z.string().default('https://api.x.com'),
  /** The account's numeric id. */
  X_ACCOUNT: number.optional(),
  X_CONSUMER_KEY: z.string().optional(),
  X_CONSUMER_SECRET: z.string().optional(),
  X_ACCESS_TOKEN: z.string().optional(),
  X_ACCESS_SECRET: z.string().optional(),
  /** A person has confirmed that a reply with an address in it costs USD 0.20. */
  X_ALLOW_ADDRESSES: z.stringbool().default(false),
  /** The account's own instance; its account is `name@` the host of that. */
  MASTODON_SERVER: server.optional(),
  MASTODON_ACCOUNT: z
    .string()
    .regex(/^\S+@\S+$/)
    .optional(),
  MASTODON_WRITE_TOKEN: z.string().optional(),
  REDDIT_SERVER: server.default('https://oauth.reddit.com'),
  REDDIT_SIGN_IN: server.default('https://www.reddit.com'),
  REDDIT_ACCOUNT: z
    .string()
    .regex(/^[\w-]{3,20}$/)
    .optional(),
  REDDIT_WRITE_CLIENT_ID: z.string().optional(),
  REDDIT_WRITE_CLIENT_SECRET: z.string().optional(),
  REDDIT_WRITE_REFRESH_TOKEN: z.string().optional(),
  /** The forum; its account is `name@` the address of that without the scheme. */
  DISCOURSE_SERVER: server.optional(),
  DISCOURSE_ACCOUNT: z
    .string()
    .regex(/^\S+@\S+$/)
    .optional(),
  DISCOURSE_WRITE_KEY: z.string().optional(),
  YOUTUBE_SERVER: server.default('https://www.googleapis.com'),
  YOUTUBE_SIGN_IN: server.default('https://oauth2.googleapis.com'),
  /** The channel's id. */
  YOUTUBE_ACCOUNT: z.string().startsWith('UC').optional(),
  YOUTUBE_WRITE_CLIENT_ID: z.string().optional(),
  YOUTUBE_WRITE_CLIENT_SECRET: z.string().optional(),
  YOUTUBE_WRITE_REFRESH_TOKEN: z.string().optional(),
  GRAPH_SERVER: server.default('https://graph.facebook.com'),
  GRAPH_VERSION: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .default('v26.0'),
  /** The page's numeric id. */
  FACEBOOK_ACCOUNT: number.optional(),
  FACEBOOK_WRITE_TOKEN: z.string().optional(),
  FACEBOOK_WRITE_APP_SECRET: z.string().optional(),
  /** The account's numeric id. */
  INSTAGRAM_ACCOUNT: number.optional(),
  INSTAGRAM_WRITE_TOKEN: z.string().optional(),
  INSTAGRAM_WRITE_APP_SECRET: z.string().optional(),
  LINKEDIN_SERVER: server.default('https://api.linkedin.com'),
  LINKEDIN_VERSION: z
    .string()
    .regex(/^20\d{4}$/)
    .default('202609'),
  LINKEDIN_ACCOUNT: z.string().startsWith('urn:li:organization:').optional(),
  LINKEDIN_WRITE_TOKEN: z.string().optional(),
}

const Env = z.object({
  ...accounts,
  DATABASE_URL: z.string().min(1),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** While this file exists nothing is sent, even with the database's kill switch out of reach. */
  HARK_STOP_FILE: z.string().optional(),
  /** The practice platform's own record; set only in a practice deployment. */
  HARK_PRACTICE_PLATFORM: z.string().optional(),
  HARK_PRACTICE_ACCOUNT: z.string().default('practice-safety-team'),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type PublisherConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): PublisherConfig => parseEnv(Env, env)
