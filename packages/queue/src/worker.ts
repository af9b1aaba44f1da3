import { pause, withDeadline } from '@hark/runtime'
import type { JobProcessor, OwnedWorker } from './backend.ts'
import { timingOf } from './config.ts'
import { runJob } from './job-outcome.ts'
import type { JobQueue } from './open-queues.ts'

const longestCloseMs = 20_000
const connectionEndMs = 2_000

export type WorkerOptions = {
  /** Jobs handled at once; handlers that wait on Postgres gain from a few, handlers that compute do not. */
  concurrency?: number
  /** Aborting it stops taking jobs, as `close` does. */
  signal: AbortSignal
}

export type RunningWorker = AsyncDisposable & {
  /** How many jobs were begun or ended so far: what `watchProgress` looks at. */
  consumed(): number
  /** Resolves once the worker first takes jobs. */
  readonly ready: Promise<void>
  /** Lets jobs under way end; resolves within `deadlineMs` whatever the server does; true when all ended by itself. */
  close(deadlineMs?: number): Promise<boolean>
}

/**
 * Handles jobs until stopped. Delivery is at least once: `handle` must be safe to run twice, also at the same time.
 * A malformed payload or a DomainError fails the job for good; anything else is retried by the queue's policy.
 */
export function startWorker<P>(
  queue: JobQueue<P>,
  handle: (payload: P) => Promise<void>,
  { concurrency = 1, signal }: WorkerOptions,
): RunningWorker {
  const stopping = new AbortController()
  const ready = Promise.withResolvers<void>()
  let consumed = 0
  let current: OwnedWorker | undefined
  let closing: Promise<boolean> | undefined

  const process = processorOf(queue, handle, () => {
    consumed += 1
  })
  const open = () => {
    current = queue.backend.openWorker(queue.definition.name, process, concurrency)
    return current
  }
  const running = keepRunning(queue, open, ready.resolve, stopping.signal)

  async function close(deadlineMs = longestCloseMs): Promise<boolean> {
    stopping.abort()
    closing ??= closeWorker(() => current, running, longestCloseMs)
    const outcome = await withDeadline(closing, deadlineMs)
    if (!outcome.done) current?.destroy()
    return outcome.done && outcome.value
  }
  signal.addEventListener('abort', () => void close(), { once: true })
  if (signal.aborted) void close()
  return {
    consumed: () => consumed,
    ready: ready.promise,
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
}

/** BullMQ's loop may end with an error, and a first connection that failed is never tried again: then a new worker is made. */
async function keepRunning(
  queue: JobQueue,
  open: () => OwnedWorker,
  onReady: () => void,
  stopping: AbortSignal,
): Promise<void> {
  const { reconnectMs } = timingOf(queue.config)
  const stopped = new Promise((resolve) => stopping.addEventListener('abort', resolve, { once: true }))
  while (!stopping.aborted) {
    const owned = open()
    try {
      await Promise.race([owned.worker.waitUntilReady(), stopped])
      if (stopping.aborted) return
      onReady()
      await owned.worker.run()
    } catch (error) {
      if (!stopping.aborted) report(queue, error)
    }
    if (stopping.aborted) return
    await withDeadline(owned.worker.close(true), reconnectMs).catch(() => {})
    owned.destroy()
    await pause(reconnectMs / 4, stopping)
  }
}

/** What may take long is the jobs; a connection that cannot be ended in a moment is dead, and is cut. */
async function closeWorker(
  current: () => OwnedWorker | undefined,
  running: Promise<void>,
  deadlineMs: number,
): Promise<boolean> {
  const endsAt = performance.now() + deadlineMs
  const owned = current()
  const closed = owned?.worker.close() ?? Promise.resolve()
  closed.catch(() => {}) // reported by the worker's own error event
  const { done } = await withDeadline(running, deadlineMs)
  await withDeadline(closed, Math.min(connectionEndMs, endsAt - performance.now())).catch(() => {})
  owned?.destroy()
  return done
}

function processorOf<P>(
  queue: JobQueue<P>,
  handle: (payload: P) => Promise<void>,
  onStep: () => void,
): JobProcessor {
  const { config, definition } = queue
  return async ({ data }) => {
    const began = performance.now()
    let outcome = 'failed'
    onStep()
    try {
      await runJob(definition, handle, data, (error) => report(queue, error))
      outcome = 'completed'
    } finally {
      onStep()
      const seconds = (performance.now() - began) / 1000
      config.metrics?.observe('messaging_process_duration_seconds', seconds, {
        queue: definition.name,
        outcome,
      })
    }
  }
}

function report(queue: Pick<JobQueue, 'config' | 'definition'>, error: unknown): void {
  queue.config.onError(error, `queue.${queue.definition.name}`)
}
