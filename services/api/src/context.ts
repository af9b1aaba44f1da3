import { connect, type Db, sealer } from '@hark/db'
import { type NoteSigner, parseSkey } from '@hark/ledger'
import { adapters, type Hook } from '@hark/sources'
import type { ApiConfig } from './config.ts'

/** What handlers need, built once. Time and ids come from here so that tests can choose them. */
export type ApiContext = {
  db: Db
  config: ApiConfig
  now: () => Date
  /** Seals private values of the ledger (reasons, free text). */
  seal: (plain: string) => Buffer
  /** Opens them for a person who may read the record. */
  openPrivate: (sealed: Buffer) => string
  /** Seals and opens second-factor secrets. */
  totpSeal: { seal: (plain: string) => Buffer; open: (sealed: Buffer) => string }
  /** Opens author handles on a reveal. */
  openHandle: (sealed: Buffer) => string
  /** Signs manifests of exports. */
  exportSigner: NoteSigner | null
  /** How a platform pushes, where it does. */
  hookOf: (platform: string) => Hook | undefined
  /** Opens the secrets a platform's deliveries are verified by. */
  openHookSecret: (sealed: Buffer) => string
}

export function createContext(config: ApiConfig, overrides: Partial<ApiContext> = {}): ApiContext {
  return {
    db: connect({ url: config.DATABASE_URL, max: 12 }),
    config,
    now: () => new Date(),
    seal: sealer(config.HARK_PRIVATE_KEY, 'ledger').seal,
    openPrivate: sealer(config.HARK_PRIVATE_KEY, 'ledger').open,
    totpSeal: sealer(config.HARK_PRIVATE_KEY, 'totp'),
    openHandle: sealer(config.HARK_PRIVATE_KEY, 'handle').open,
    exportSigner: config.HARK_EXPORT_KEY ? parseSkey(config.HARK_EXPORT_KEY) : null,
    hookOf: (platform) => adapters[platform as keyof typeof adapters]?.hook,
    openHookSecret: sealer(config.HARK_PRIVATE_KEY, 'hook-secret').open,
    ...overrides,
  }
}
