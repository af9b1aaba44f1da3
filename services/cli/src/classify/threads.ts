import { Worker } from 'node:worker_threads'
import type { Batch, ClassifiedBatch } from '@hark/detection'
import { UsageError } from '../command.ts'

/** Room for a batch's short-lived objects: a smaller one is cleared several times a batch, and half of it copied each time. */
const YOUNG_MB = 96
/** Two batches each, so that none waits for its next. */
export const ATHREAD = 2

type Asker = { resolve: (done: ClassifiedBatch) => void; reject: (error: Error) => void }

/** An error that comes over from a thread has lost its class: a told one is made anew, for it to be shown without a stack. */
const asThrown = (error: Error): Error =>
  error.name === 'UsageError' ? new UsageError(error.message) : error

/** One more processor at work: it answers in the order it was asked. */
class Thread {
  readonly waiting: Asker[] = []
  private readonly worker: Worker

  constructor(model: string | undefined) {
    this.worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { model },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    this.worker.unref()
    this.worker.on('message', (said: ClassifiedBatch) => this.waiting.shift()?.resolve(said))
    this.worker.on('error', (error) => {
      for (const { reject } of this.waiting.splice(0)) reject(asThrown(error as Error))
    })
  }

  judge(batch: Batch): Promise<ClassifiedBatch> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.worker.ref()
      this.worker.postMessage(batch)
    })
  }

  end = (): Promise<number> => this.worker.terminate()
}

/** Threads that judge beside this one; they start when first needed. */
export class Threads implements AsyncDisposable {
  private readonly threads: Thread[] = []
  private readonly count: number
  private readonly model: string | undefined

  constructor(count: number, model: string | undefined) {
    this.count = count
    this.model = model
  }

  /** The answer of the thread with least to do. */
  judge(batch: Batch): Promise<ClassifiedBatch> {
    while (this.threads.length < this.count) this.threads.push(new Thread(this.model))
    const [least] = this.threads.toSorted((a, b) => a.waiting.length - b.waiting.length)
    return (least as Thread).judge(batch)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()))
  }
}
