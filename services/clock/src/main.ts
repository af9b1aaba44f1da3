import { announceKey, databaseReady } from '@hark/db'
import { createLogger, createMetrics, createShutdown, runEvery, startOps } from '@hark/runtime'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { duties } from './duties.ts'
import { assertNoFork } from './sequence.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'clock', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('clock')
const ctx = await createContext(config, log, metrics)
await assertNoFork(ctx)
await announceKey(ctx.db, ctx.sealer, 'seal', { id: 'clock', kind: 'service' })
const ready = () => databaseReady(ctx.db)
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })
const running = (await duties(ctx)).map(({ name, everyMs, run }) =>
  runEvery(everyMs, run, shutdown.signal, (err) => log.error({ err, duty: name }, 'duty failed')),
)

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('duties', () => Promise.all(running))
shutdown.onShutdown('queue', () => ctx.queues.close())
shutdown.onShutdown('database', () => ctx.db.destroy())
shutdown.onShutdown('ops', () => ops.close())
