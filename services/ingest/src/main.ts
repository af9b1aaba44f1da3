import { databaseReady } from '@hark/db'
import { createLogger, createMetrics, createShutdown, startOps } from '@hark/runtime'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { runSources } from './run-sources.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'ingest', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('ingest')
const ctx = createContext(config, log, metrics)
const ready = () => databaseReady(ctx.db)
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })
const running = runSources(ctx, shutdown.signal)

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('sources', () => running)
shutdown.onShutdown('database', () => ctx.db.destroy())
shutdown.onShutdown('ops', () => ops.close())
