import type { ZodType } from 'zod'

/** How often a failed job is tried, and how long it waits: firstDelayMs · 2^(n-1), each shortened by up to `jitter` (0–1). */
export type RetryPolicy = { attempts: number; firstDelayMs: number; jitter: number }

/** A queue as data. The payload holds ids only: it lies in the clear in Redis. */
export type QueueDefinition<P = unknown> = { name: string; payload: ZodType<P>; retry: RetryPolicy }

/** The payload type a definition carries. */
export type PayloadOf<D> = D extends QueueDefinition<infer P> ? P : never

export type NewJob<P> = { id: string; payload: P }

/**
 * Refuses ids BullMQ would refuse or misread: with ':' (its key separator), or all digits (its own counter), or empty.
 * An id stays taken while its job is present, failed ones included: put a generation in it to enqueue the same work again.
 */
export function assertJobId(id: string): void {
  if (id === '' || id.length > 200 || id.includes(':') || /^\d+$/.test(id)) {
    throw new RangeError('A job id is 1 to 200 characters, without a colon, and not a number.')
  }
}

export function assertQueueName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(name)) {
    throw new RangeError('A queue name is lower-case letters, digits and hyphens, and starts with a letter.')
  }
}
