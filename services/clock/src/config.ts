import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  QUEUE_DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  HARK_QUEUE_PREFIX: z.string().default('hark'),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** Signing key of the ledger's checkpoints, `PRIVATE+KEY+name+id+…`; its name is the ledger's origin. */
  HARK_CHECKPOINT_KEY: z.string().startsWith('PRIVATE+KEY+'),
  /** Seals signatures; announced in the ledger by `key.rotated`. */
  HARK_SEAL_KEY: z.string().startsWith('PRIVATE+KEY+'),
  /** File outside the database that keeps the last published checkpoint. */
  HARK_CHECKPOINT_FILE: z.string().optional(),
  /** Folder through which cases reach the safety database; see docs on hand-off. */
  HARK_HANDOFF_DIR: z.string().optional(),
  /** Work handed to the queue and not taken up for this long is handed over again. */
  HARK_REQUEUE_SECONDS: z.coerce.number().int().min(1).max(3600).default(120),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type ClockConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): ClockConfig => parseEnv(Env, env)
