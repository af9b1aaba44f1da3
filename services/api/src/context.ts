import { connect, type Db, sealer } from '@hark/db'
import type { ApiConfig } from './config.ts'

/** What handlers need, built once. Time and ids come from here so that tests can choose them. */
export type ApiContext = {
  db: Db
  config: ApiConfig
  now: () => Date
  /** Seals private values of the ledger (reasons, free text). */
  seal: (plain: string) => Buffer
  /** Seals and opens second-factor secrets. */
  totpSeal: { seal: (plain: string) => Buffer; open: (sealed: Buffer) => string }
  /** Opens author handles on a reveal. */
  openHandle: (sealed: Buffer) => string
}

export function createContext(config: ApiConfig, overrides: Partial<ApiContext> = {}): ApiContext {
  return {
    db: connect({ url: config.DATABASE_URL, max: 12 }),
    config,
    now: () => new Date(),
    seal: sealer(config.HARK_PRIVATE_KEY, 'ledger').seal,
    totpSeal: sealer(config.HARK_PRIVATE_KEY, 'totp'),
    openHandle: sealer(config.HARK_PRIVATE_KEY, 'handle').open,
    ...overrides,
  }
}
