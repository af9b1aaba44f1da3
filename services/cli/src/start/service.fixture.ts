// A small service for the supervisor's tests. FIXTURE=broken ends at once; any other one serves, talks without pause and
// stops on SIGTERM.
import { createLogger, createShutdown, startOps } from '@hark/runtime'

if (process.env.FIXTURE === 'broken') throw new Error('this service cannot start')
const log = createLogger({ service: 'x' })
const shutdown = createShutdown({ onEvent: (event) => log.info({ event }, 'shutdown') })
const ops = await startOps({
  port: Number(process.env.HARK_OPS_PORT),
  ready: async () => ({ ok: true, checks: {} }),
})
console.log(JSON.stringify({ msg: 'started', pid: process.pid, knows: Object.keys(process.env).sort() }))
const talking = setInterval(() => log.info({}, 'still here'), 1)
shutdown.onShutdown('talking', () => clearInterval(talking))
shutdown.onShutdown('ops', () => ops.close())
