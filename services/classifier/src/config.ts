import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  /** The queue's own role; used when REDIS_URL is not set. */
  QUEUE_DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  HARK_QUEUE_PREFIX: z.string().default('hark'),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  HARK_CLASSIFIER_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(2),
  /** How long a batch may take before its posts are handed to another worker; what a crash costs. */
  HARK_CLASSIFIER_LEASE_SECONDS: z.coerce.number().int().min(1).max(3600).default(60),
  /** A candidate of `hark train` that a person put to use; unset, the shipped detector judges. */
  HARK_CANDIDATE: z.string().optional(),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type ClassifierConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): ClassifierConfig => parseEnv(Env, env)
