import { checkCluster, databaseReady } from '@hark/db'
import { createLogger, createMetrics, createShutdown, runEvery, startOps } from '@hark/runtime'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { publishDue, reconcileUnknown } from './publish-due.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'publisher', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('publisher')
const ctx = createContext(config, log, metrics)
if ((await checkCluster(ctx.db)) === 'changed')
  log.error('the database was restored: every open publication is unknown until a person has looked')
const failed = (duty: string) => (err: unknown) => log.error({ err, duty }, 'duty failed')
const running = [
  runEvery(1_000, (signal) => publishDue(ctx, signal), shutdown.signal, failed('publish')),
  runEvery(30_000, () => reconcileUnknown(ctx), shutdown.signal, failed('reconcile')),
]
const ready = () => databaseReady(ctx.db)
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('duties', () => Promise.all(running))
shutdown.onShutdown('database', () => ctx.db.destroy())
shutdown.onShutdown('ops', () => ops.close())
