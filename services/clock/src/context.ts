import { queueDefinitions } from '@hark/contract'
import { connect, type Db } from '@hark/db'
import { type NoteSigner, parseSkey } from '@hark/ledger'
import { openQueues, type Queues } from '@hark/queue'
import type { Logger, Metrics } from '@hark/runtime'
import type { ClockConfig } from './config.ts'

export type ClockContext = {
  db: Db
  queues: Queues<typeof queueDefinitions>
  signer: NoteSigner
  sealer: NoteSigner
  config: ClockConfig
  log: Logger
  metrics: Metrics
  now: () => Date
}

export async function createContext(
  config: ClockConfig,
  log: Logger,
  metrics: Metrics,
): Promise<ClockContext> {
  const queues = await openQueues(
    {
      redisUrl: config.REDIS_URL,
      postgresUrl: config.QUEUE_DATABASE_URL,
      prefix: config.HARK_QUEUE_PREFIX,
      prepare: true,
      onError: (err, where) => log.warn({ err, where }, 'queue'),
      metrics,
    },
    queueDefinitions,
  )
  return {
    db: connect({
      url: config.DATABASE_URL,
      max: 6,
      onError: (err) => log.warn({ err }, 'database connection lost'),
    }),
    queues,
    signer: parseSkey(config.HARK_CHECKPOINT_KEY),
    sealer: parseSkey(config.HARK_SEAL_KEY),
    config,
    log,
    metrics,
    now: () => new Date(),
  }
}
