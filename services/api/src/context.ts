import { connect, type Db, sealer, sealTo } from '@hark/db'
import { type NoteSigner, parseSkey } from '@hark/ledger'
import { createMetrics, type Metrics } from '@hark/runtime'
import {
  type Adapter,
  adapters,
  type Http,
  type ProfileStore,
  profileStore,
  safeFetch,
  type UploadPlace,
  uploadPlace,
} from '@hark/sources'
import { type Coder, startCoder } from './concepts/coder.ts'
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
  /** What Hark knows of each platform. */
  adapters: Readonly<Record<string, Adapter>>
  /** Seals and opens the secrets a platform's deliveries are verified by. */
  hookSeal: { seal: (plain: string) => Buffer; open: (sealed: Buffer) => string }
  /** Seals reading credentials for ingest, which alone opens them; null where they are given on the host. */
  sealForIngest: ((plain: string) => Buffer) | null
  /** The way outside, for a sample of a source. */
  http: Http
  /** Concepts and dictionary terms; reads nothing before it is asked. */
  coder: Coder
  /** Files that wait for their import; null where they are imported on the host. */
  uploads: UploadPlace | null
  /** Mappings of imported files; null where none can be kept. */
  profiles: ProfileStore | null
  metrics: Metrics
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
    adapters: adapters as Record<string, Adapter>,
    hookSeal: sealer(config.HARK_PRIVATE_KEY, 'hook-secret'),
    sealForIngest: config.HARK_SOURCE_BOX ? sealTo(config.HARK_SOURCE_BOX) : null,
    http: safeFetch({ offline: config.HARK_OFFLINE, allow: config.HARK_FETCH_ALLOW }),
    coder: startCoder(config.HARK_MEDDRA_DIR || null),
    uploads: config.HARK_UPLOAD_DIR ? uploadPlace(config.HARK_UPLOAD_DIR) : null,
    profiles: config.HARK_PROFILE_DIR ? profileStore(config.HARK_PROFILE_DIR) : null,
    metrics: createMetrics('api'),
    ...overrides,
  }
}
