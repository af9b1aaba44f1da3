import type { Queue, Worker } from 'bullmq'

/** The queue's server did not answer, or answered that it cannot. What was asked may or may not have happened. */
export class QueueUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'QueueUnavailable'
  }
}

/** What differs between Redis and Postgres; all else in this package is the same for both. */
export type QueueBackend = {
  readonly kind: 'redis' | 'postgres'
  /** A producer on the connection all producers share. */
  openProducer(name: string): Queue
  /** A worker with connections of its own: its blocking read must not hold up anyone else. */
  openWorker(name: string, process: JobProcessor | null, concurrency: number): OwnedWorker
  /** Resolves when the server answered. */
  ping(): Promise<void>
  readEpoch(): Promise<string | null>
  writeEpoch(epoch: string): Promise<void>
  /** Politely; may wait for ever on a dead server, so every caller races it against `destroy`. */
  close(): Promise<void>
  /** Cuts every socket of this backend, workers' included. */
  destroy(): void
}

export type JobProcessor = (job: { id?: string | undefined; data: unknown }) => Promise<void>

export type OwnedWorker = {
  worker: Worker
  /** Cuts this worker's sockets, so that whatever waits on them ends. */
  destroy(): void
}
