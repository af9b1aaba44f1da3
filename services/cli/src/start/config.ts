import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from '@hark/runtime'
import { z } from 'zod'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..')

const Env = z.object({
  HARK_PORT: z.coerce.number().int().min(1).max(65535).default(4600).describe('the port of console and API'),
  HARK_HOST: z.string().default('127.0.0.1'),
  HARK_DATA: z.string().optional(),
  HARK_PRACTICE: z.enum(['0', '1']).default('0'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('a superuser of your own PostgreSQL 18, instead of the embedded one'),
  REDIS_URL: z.string().optional(),
})

export type StartConfig = {
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** Asked for by HARK_PRACTICE, where a deployment is not a practice one by default. */
  practice: boolean
  databaseUrl: string | undefined
  redisUrl: string | undefined
}

/** The only reader of the environment in `hark start`. A relative HARK_DATA is relative to where the person stands. */
export function readConfig(env: NodeJS.ProcessEnv): StartConfig {
  const parsed = parseEnv(Env, env)
  return {
    port: parsed.HARK_PORT,
    host: parsed.HARK_HOST,
    dataDir: parsed.HARK_DATA ? resolve(parsed.HARK_DATA) : join(root, '.data'),
    practice: parsed.HARK_PRACTICE === '1',
    databaseUrl: parsed.DATABASE_URL,
    redisUrl: parsed.REDIS_URL,
  }
}
