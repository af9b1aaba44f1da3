import { connect, type Db } from '@hark/db'
import type { Logger, Metrics } from '@hark/runtime'
import type { Publisher } from '@hark/sources'
import type { PublisherConfig } from './config.ts'
import { openPublishers } from './publishers.ts'
import { youtubeQuota } from './youtube-quota.ts'

export type PublisherContext = {
  db: Db
  /** The publisher of a platform and account, or null without credentials for it. */
  publisherOf: (platform: string, account: string) => Publisher | null
  stopFile: string | undefined
  log: Logger
  metrics: Metrics
  /** Orders the gate refused lately, and until when they are left alone (ms since 1970). */
  resting: Map<string, number>
  /** Platforms that asked for patience, and until when nothing is sent there (ms since 1970). */
  patience: Map<string, number>
  /** Attempts looked for in vain for long, and until when nobody looks again (ms since 1970). */
  lookAgain: Map<string, number>
}

export function createContext(config: PublisherConfig, log: Logger, metrics: Metrics): PublisherContext {
  const db = connect({
    url: config.DATABASE_URL,
    max: 3,
    onError: (err) => log.warn({ err }, 'database connection lost'),
  })
  return {
    db,
    publisherOf: openPublishers(config, log, youtubeQuota(db)),
    stopFile: config.HARK_STOP_FILE,
    log,
    metrics,
    resting: new Map(),
    patience: new Map(),
    lookAgain: new Map(),
  }
}
