// A supervisor of its own that a test kills: `node supervisor.fixture.ts MAIN FOLDER` prints its service's pid.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { supervise } from './supervise.ts'

const [main = '', folder = ''] = process.argv.slice(2)
const logFile = join(folder, 'x.log')
const service = supervise({ name: 'x', main, environment: {}, logFile, onFailure: () => {} })
await service.ready
console.log(/"pid":(\d+),"knows"/.exec(readFileSync(logFile, 'utf8'))?.[1])
