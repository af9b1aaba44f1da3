import { connect } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Fault, PracticePlatform, practicePublisher } from '@hark/sources'
import { publishDue } from './publish-due.ts'
import { redditAt } from './reddit.fixture.ts'

/**
 * One pass of the publisher in a process of its own, to be killed at a crash point: the practice platform's file or the address of a
 * Reddit, the faults of the first, the database.
 */
const [where = '', faults = '', url = ''] = process.argv.slice(2)
const publisher = where.startsWith('http://')
  ? redditAt(where)
  : practicePublisher(
      new PracticePlatform(where, { faults: faults.split(',').filter(Boolean) as Fault[] }),
      'practice-safety-team',
    )
const db = connect({ url, max: 1 })
const ctx = {
  db,
  publisherOf: () => publisher,
  stopFile: undefined,
  log: createLogger({ service: 'publisher', level: 'silent' }),
  metrics: createMetrics('publisher'),
  resting: new Map<string, number>(),
  patience: new Map<string, number>(),
  lookAgain: new Map<string, number>(),
}
await publishDue(ctx, AbortSignal.timeout(20_000))
await db.destroy()
