import { type Db, stageBacklog } from '@hark/db'
import { watchProgress } from '@hark/queue'

type Watched = {
  db: Db
  queues: { ping: () => Promise<void> }
  worker: { consumed: () => number }
  log: { error: (about: object, message: string) => void }
  limitSeconds: number
  now?: () => number
}

/**
 * A look, to be repeated, for work that grows old while the queue answers and this worker takes nothing (trust.md §2.2: seen in several
 * versions of the queue). `end` is to stop the process: whoever supervises it starts it afresh.
 */
export function whenStalled(
  { db, queues, worker, log, limitSeconds, now }: Watched,
  end: () => void,
): () => Promise<boolean> {
  const watch = watchProgress({
    oldestPendingSeconds: async () => (await stageBacklog(db)).oldestSeconds,
    ping: queues.ping,
    consumed: worker.consumed,
    limitSeconds,
    ...(now ? { now } : {}),
    onStall: (stall) => {
      log.error(stall, 'work waits, the queue answers, and nothing is taken: starting afresh')
      end()
    },
  })
  return watch.runOnce
}
