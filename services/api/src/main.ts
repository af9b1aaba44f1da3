import { announceKey, databaseReady } from '@hark/db'
import { createLogger, createShutdown, startOps } from '@hark/runtime'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { beatUntilStopped } from './hooks/presence.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'api', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const ctx = createContext(config)
if (ctx.exportSigner) await announceKey(ctx.db, ctx.exportSigner, 'export', { id: 'api', kind: 'service' })
const app = await createApp(ctx, log)
await app.listen({ host: config.HARK_HOST, port: config.HARK_PORT })
const ready = () => databaseReady(ctx.db)
const beating = beatUntilStopped(ctx, shutdown.signal, (err) => log.warn({ err }, 'presence not noted'))
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: ctx.metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('http', () => app.close())
shutdown.onShutdown('presence', () => beating)
shutdown.onShutdown('database', () => ctx.db.destroy())
shutdown.onShutdown('ops', () => ops.close())
