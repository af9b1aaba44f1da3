import { connect } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Fault, PracticePlatform, practicePublisher } from '@hark/sources'
import { publishDue } from './publish-due.ts'

/** One pass of the publisher in a process of its own, to be killed at a crash point: the platform's file, its faults, the database. */
const [path = '', faults = '', url = ''] = process.argv.slice(2)
const platform = new PracticePlatform(path, { faults: faults.split(',').filter(Boolean) as Fault[] })
const publisher = practicePublisher(platform, 'practice-safety-team')
const db = connect({ url, max: 1 })
const ctx = {
  db,
  publisherOf: () => publisher,
  stopFile: undefined,
  log: createLogger({ service: 'publisher', level: 'silent' }),
  metrics: createMetrics('publisher'),
  resting: new Map<string, number>(),
  waitUntil: 0,
}
await publishDue(ctx, AbortSignal.timeout(20_000))
await db.destroy()
