import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

const Key = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'needs 32 bytes in hex')
  .transform((hex) => Buffer.from(hex, 'hex'))

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** Hashes author ids; without it pseudonyms of one author would not meet. */
  HARK_PSEUDONYM_KEY: Key,
  /** Seals author handles; opened only by the api on a reveal. */
  HARK_PRIVATE_KEY: Key,
  /** How much faster than life the practice posts come; 1 is a human pace. */
  HARK_PRACTICE_SPEED: z.coerce.number().positive().default(1),
  /** Reaches nothing outside but what `HARK_FETCH_ALLOW` names. */
  HARK_OFFLINE: z.stringbool().default(false),
  /** `host:port`, comma-separated: hosts an operator trusts although they are inside, such as a forum of one's own. */
  HARK_FETCH_ALLOW: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((host) => host.trim())
        .filter(Boolean),
    ),
  /** Where files brought to the console wait for their import; without it none comes that way. */
  HARK_UPLOAD_DIR: z.string().optional(),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})
export type IngestConfig = z.infer<typeof Env>

export const readConfig = (env: NodeJS.ProcessEnv): IngestConfig => parseEnv(Env, env)
