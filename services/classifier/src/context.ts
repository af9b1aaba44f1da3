import { queueDefinitions } from '@hark/contract'
import { connect, recordModel } from '@hark/db'
import { openQueues, type Queues } from '@hark/queue'
import type { Logger, Metrics } from '@hark/runtime'
import { readCandidateFile } from './candidate-file.ts'
import type { ClassifierContext } from './classify-posts.ts'
import type { ClassifierConfig } from './config.ts'
import { startDetector } from './detector.ts'

/** What classifying a batch needs, and the queues that bring the batches. */
export async function createContext(
  config: ClassifierConfig,
  log: Logger,
  metrics: Metrics,
): Promise<ClassifierContext & { queues: Queues<typeof queueDefinitions> }> {
  const detector = startDetector({ candidate: readCandidateFile(config.HARK_CANDIDATE) })
  const queues = await openQueues(
    {
      redisUrl: config.REDIS_URL,
      postgresUrl: config.QUEUE_DATABASE_URL,
      prefix: config.HARK_QUEUE_PREFIX,
      prepare: true,
      onError: (err, where) => log.warn({ err, where }, 'queue'),
      metrics,
    },
    queueDefinitions,
  )
  const onError = (err: Error) => log.warn({ err }, 'database connection lost')
  const db = connect({ url: config.DATABASE_URL, max: 6, onError })
  const recorded = detector.ready.then(async (judging) => {
    if (await recordModel(db, judging)) log.info({ model: judging.model }, 'another model judges posts')
  })
  // A candidate that does not fit must not cost posts their tries; the shipped detector fits, and loads beside the first of them.
  if (config.HARK_CANDIDATE) await recorded
  else recorded.catch((err) => log.error({ err }, 'which model judges could not be recorded'))
  return {
    db,
    detector,
    log,
    leaseSeconds: config.HARK_CLASSIFIER_LEASE_SECONDS,
    queues,
  }
}
