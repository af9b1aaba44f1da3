// A small service for the supervisor's tests. FIXTURE: "steady" serves and stops on SIGTERM,
// "broken" ends at once.
import { startOps } from '@hark/runtime'

if (process.env.FIXTURE === 'broken') throw new Error('this service cannot start')
const ops = await startOps({
  port: Number(process.env.HARK_OPS_PORT),
  ready: async () => ({ ok: true, checks: {} }),
})
console.log(JSON.stringify({ msg: 'started', pid: process.pid, knows: Object.keys(process.env).sort() }))
process.on('SIGTERM', () => process.exit(0))
setInterval(() => ops.port, 1000)
