import { connect, type Db, type Sealing, type SourceToRead, sealer } from '@hark/db'
import type { Logger, Metrics } from '@hark/runtime'
import { type Source, type UploadPlace, uploadPlace, type Wants } from '@hark/sources'
import type { IngestConfig } from './config.ts'
import { httpOf, openSource, type Purpose } from './open-source.ts'

export type IngestContext = {
  db: Db
  sealing: Sealing
  /** Makes the adapter of a source row; tests give their own. */
  open: (source: SourceToRead, wants: Wants, purpose?: Purpose) => Promise<Source>
  log: Logger
  metrics: Metrics
  /** Files brought to the console; null where none comes that way. */
  uploads?: UploadPlace | null
}

export function createContext(config: IngestConfig, log: Logger, metrics: Metrics): IngestContext {
  const http = httpOf(config)
  const db = connect({
    url: config.DATABASE_URL,
    max: 6,
    onError: (err) => log.warn({ err }, 'database connection lost'),
  })
  return {
    db,
    sealing: {
      pseudonymKey: config.HARK_PSEUDONYM_KEY,
      sealHandle: sealer(config.HARK_PRIVATE_KEY, 'handle').seal,
    },
    open: (source, wants, purpose) => openSource(source, wants, { config, http, db, log }, purpose),
    log,
    metrics,
    uploads: config.HARK_UPLOAD_DIR ? uploadPlace(config.HARK_UPLOAD_DIR) : null,
  }
}
