import { randomUUID } from 'node:crypto'
import { withDeadline } from '@hark/runtime'
import { type Job, UnrecoverableError, type Worker } from 'bullmq'
import { runJob } from './job-outcome.ts'
import type { JobQueue } from './open-queues.ts'

export type Drained = { completed: number; failed: number; retried: number }

/**
 * Handles jobs one at a time until none is left, retries included and without waiting out their delay, then returns.
 * The same handling as `startWorker`, for tests and for commands that run once; not to be used beside a worker.
 */
export async function drainOnce<P>(
  queue: JobQueue<P>,
  handle: (payload: P) => Promise<void>,
): Promise<Drained> {
  const { worker, destroy } = queue.backend.openWorker(queue.definition.name, null, 1)
  const drained: Drained = { completed: 0, failed: 0, retried: 0 }
  try {
    await worker.waitUntilReady()
    for (;;) {
      const job = await nextJob(queue, worker)
      if (!job) return drained
      drained[await settle(queue, handle, job)] += 1
    }
  } finally {
    await withDeadline(worker.close(), 5_000)
    destroy()
  }
}

async function nextJob(queue: JobQueue, worker: Worker): Promise<Job | undefined> {
  const job = await worker.getNextJob(randomUUID(), { block: false })
  if (job || (await queue.producer.getDelayedCount()) === 0) return job
  await queue.producer.promoteJobs()
  return worker.getNextJob(randomUUID(), { block: false })
}

async function settle<P>(
  queue: JobQueue<P>,
  handle: (payload: P) => Promise<void>,
  job: Job,
): Promise<keyof Drained> {
  const token = job.token ?? ''
  const report = (error: unknown) => queue.config.onError(error, `queue.${queue.definition.name}`)
  try {
    await runJob(queue.definition, handle, job.data, report)
  } catch (error) {
    await job.moveToFailed(error as Error, token, false)
    return error instanceof UnrecoverableError || job.attemptsMade >= queue.definition.retry.attempts
      ? 'failed'
      : 'retried'
  }
  await job.moveToCompleted(null, token, false)
  return 'completed'
}
