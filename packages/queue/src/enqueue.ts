import { timingOf } from './config.ts'
import { assertJobId, type NewJob } from './definition.ts'
import { answered, type JobQueue } from './open-queues.ts'
import { failedJobsKept } from './worker-settings.ts'

/**
 * Adds all jobs. An id whose job is still present, failed ones included, is ignored, first payload kept.
 * Rejects with QueueUnavailable; the jobs may then have been added all the same, and adding them again does no harm.
 */
export async function enqueueMany<P>(queue: JobQueue<P>, jobs: readonly NewJob<P>[]): Promise<void> {
  if (jobs.length === 0) return
  const { name, retry } = queue.definition
  const options = {
    attempts: retry.attempts,
    backoff: { type: 'exponential', delay: retry.firstDelayMs, jitter: retry.jitter },
    removeOnComplete: true,
    removeOnFail: failedJobsKept,
    // A stack holds the message of the error, and lies in the clear.
    stackTraceLimit: 0,
  }
  const bulk = jobs.map(({ id, payload }) => {
    assertJobId(id)
    return { name, data: payload, opts: { ...options, jobId: id } }
  })
  const began = performance.now()
  await answered(addAll(queue, bulk), timingOf(queue.config).answerMs)
  queue.config.metrics?.observe(
    'messaging_client_operation_duration_seconds',
    (performance.now() - began) / 1000,
    {
      queue: name,
    },
  )
}

/** BullMQ's bulk on Postgres makes temporary tables each time, which costs as much as adding this many one by one. */
const FEW = 8

function addAll(queue: JobQueue, jobs: Parameters<JobQueue['producer']['addBulk']>[0]): Promise<unknown> {
  if (queue.backend.kind !== 'postgres' || jobs.length > FEW) return queue.producer.addBulk(jobs)
  return Promise.all(jobs.map(({ name, data, opts }) => queue.producer.add(name, data, opts)))
}

export type JobCounts = { waiting: number; delayed: number; active: number; failed: number }

/** Jobs by state, for gauges and readiness. */
export async function jobCounts(queue: JobQueue): Promise<JobCounts> {
  const asked = queue.producer.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed')
  const counts = await answered(asked, timingOf(queue.config).answerMs)
  const { waiting = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = counts
  return { waiting: waiting + prioritized, delayed, active, failed }
}

/** Jobs not yet taken up, waiting for a retry included: the relay stops filling while there are too many. */
export async function waitingCount(queue: JobQueue): Promise<number> {
  const { waiting, delayed } = await jobCounts(queue)
  return waiting + delayed
}
