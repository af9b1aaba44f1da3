// A program of its own that tests start and kill: `node starter.fixture.ts DATA_DIR`.
import { startPostgres } from './index.ts'

const server = await startPostgres({
  dataDir: process.argv[2] as string,
  durable: false,
  log: (line) => console.log(line),
})
process.once('SIGTERM', () => server.stop())
console.log(`ready ${server.pid}`)
