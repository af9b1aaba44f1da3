import { checkCluster, connect } from '@hark/db'
import { createLogger, createMetrics, createShutdown, runEvery, startOps } from '@hark/runtime'
import { sql } from 'kysely'
import { readConfig } from './config.ts'
import { publishDue, reconcileUnknown } from './publish-due.ts'
import { openPublishers } from './publishers.ts'
import { youtubeQuota } from './youtube-quota.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'publisher', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('publisher')
const db = connect({
  url: config.DATABASE_URL,
  max: 3,
  onError: (err) => log.warn({ err }, 'database connection lost'),
})
const cluster = await checkCluster(db)
if (cluster === 'changed')
  log.error('the database was restored: every open publication is unknown until a person has looked')
const ctx = {
  db,
  publisherOf: openPublishers(config, log, youtubeQuota(db)),
  stopFile: config.HARK_STOP_FILE,
  log,
  metrics,
  resting: new Map<string, number>(),
  patience: new Map<string, number>(),
  lookAgain: new Map<string, number>(),
}
const failed = (duty: string) => (err: unknown) => log.error({ err, duty }, 'duty failed')
const running = [
  runEvery(1_000, (signal) => publishDue(ctx, signal), shutdown.signal, failed('publish')),
  runEvery(30_000, () => reconcileUnknown(ctx), shutdown.signal, failed('reconcile')),
]
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('duties', () => Promise.all(running))
shutdown.onShutdown('database', () => db.destroy())
shutdown.onShutdown('ops', () => ops.close())

async function ready() {
  const ok = await sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  return { ok, checks: { database: { ok } } }
}
