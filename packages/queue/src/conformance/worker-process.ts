import { startWorker } from '../worker.ts'
import { open, quick } from './fixtures.ts'
import type { TestStore } from './store.ts'

// Run as a process of its own, to be killed: takes a job, says so, and never ends it.
const connection = JSON.parse(process.argv[2] ?? '{}')
const store = { connection: () => connection } as unknown as TestStore
const { queue } = await open(store, { prepare: false, timing: quick })
startWorker(
  queue.classify,
  async ({ gen }) => {
    process.stdout.write(`took ${gen}\n`)
    await Promise.withResolvers().promise
  },
  { signal: new AbortController().signal },
)
