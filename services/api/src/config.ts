import { parseEnv } from '@hark/runtime'
import { z } from 'zod'
import { TrustedProxies } from './http/trusted-proxies.ts'

const Key = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'needs 32 bytes in hex')
  .transform((hex) => Buffer.from(hex, 'hex'))

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  HARK_HOST: z.string().default('127.0.0.1'),
  HARK_PORT: z.coerce.number().int().min(0).max(65535).default(4600),
  HARK_OPS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  /** Seals TOTP secrets, private ledger values and author handles. */
  HARK_PRIVATE_KEY: Key,
  /** Folder of the built console; without it the api serves no pages. */
  HARK_CONSOLE_DIR: z.string().optional(),
  /** Verifier key of the ledger's checkpoints, printed with them. */
  HARK_LEDGER_VKEY: z.string().default(''),
  /** Signs the manifests of exports, `PRIVATE+KEY+…`; announced in the ledger. Without it exports verify as incomplete. */
  HARK_EXPORT_KEY: z.string().startsWith('PRIVATE+KEY+').optional(),
  /** Seconds a signed reply can still be withdrawn before it is sent. */
  HARK_HOLD_SECONDS: z.coerce.number().int().min(0).max(86_400).default(600),
  /** While this file is there nothing is taken out to be posted by hand: the publisher's own stop, which works with the database down. */
  HARK_STOP_FILE: z.string().optional(),
  /** Platforms with write credentials, comma separated; none means listen-only. */
  HARK_REPLY_PLATFORMS: z.string().default(''),
  /** Where the public reports to us: an address or number that every reply names. */
  HARK_PV_CONTACT: z.string().default(''),
  HARK_PUBLIC_URL: z.string().default(''),
  /** Proxies whose `X-Forwarded-*` is believed, comma-separated addresses or networks; none by default. */
  HARK_TRUSTED_PROXIES: TrustedProxies,
  /** Public key of the letter box for reading credentials; without it they are given by `hark source add` alone. */
  HARK_SOURCE_BOX: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** A sample of a source is fetched from nowhere but what `HARK_FETCH_ALLOW` names. */
  HARK_OFFLINE: z.stringbool().default(false),
  /** `host:port`, comma-separated: hosts an operator trusts although they are inside. */
  HARK_FETCH_ALLOW: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean)),
  /** Where files wait for their import, as ingest sees it too; without it files are imported on the host. */
  HARK_UPLOAD_DIR: z.string().optional(),
  /** Mappings of imported files, saved under a name. */
  HARK_PROFILE_DIR: z.string().optional(),
  /** MedAscii folder of a MedDRA release the organisation is licensed for; without it events are coded with the open vocabulary alone. */
  HARK_MEDDRA_DIR: z.string().optional(),
  HARK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type ApiConfig = z.infer<typeof Env>

/** The only reader of the environment in this service. */
export const readConfig = (env: NodeJS.ProcessEnv): ApiConfig => parseEnv(Env, env)
