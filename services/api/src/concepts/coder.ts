import { Worker } from 'node:worker_threads'
import { DomainError } from '@hark/domain'
import type { Answers, Question } from './lookup.ts'

export type Asked = { id: number; question: Question }
export type Told = { id: number; answer: unknown } | { id: number; failed: string }

export type Coder = AsyncDisposable & {
  /** Rejects with `overloaded` where the thread died or took too long. */
  ask: <Q extends Question>(question: Q) => Promise<Answers[Q['ask']]>
  /** Whether a thread and its dictionaries are held. */
  awake: () => boolean
}

/** Reading and indexing a whole release takes seconds on a busy machine. */
const LIMIT_MS = 60_000
/** A release and its index hold some 400 MB, which go when nobody codes. */
const IDLE_MS = 10 * 60_000

type Waiting = { resolve: (answer: unknown) => void; reject: (err: Error) => void; timer: NodeJS.Timeout }

/** Looks concepts up in a thread of its own, started by the first question and ended when none comes: the api never waits for it. */
export function startCoder(directory: string | null, idleMs = IDLE_MS): Coder {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let asked = 0

  function spawn(): Worker {
    const worker = new Worker(new URL('./lookup-thread.ts', import.meta.url), {
      workerData: { directory },
      resourceLimits: { maxOldGenerationSizeMb: 1536 },
    })
    worker.on('message', settle)
    worker.on('error', () => end('died'))
    worker.unref()
    return worker
  }
  function settle(told: Told): void {
    const asker = waiting.get(told.id)
    if (!asker) return
    waiting.delete(told.id)
    clearTimeout(asker.timer)
    if ('failed' in told) asker.reject(failure(told.failed))
    else asker.resolve(told.answer)
  }
  function end(why: string): void {
    void thread?.terminate()
    thread = null
    for (const [id] of waiting) settle({ id, failed: why })
  }
  function rest(): void {
    clearTimeout(idle)
    idle = setTimeout(() => (waiting.size > 0 ? rest() : end('idle')), idleMs)
    idle.unref()
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        const timer = setTimeout(() => end('late'), LIMIT_MS)
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, timer })
        thread ??= spawn()
        thread.postMessage({ id, question } satisfies Asked)
        rest()
      }),
    awake: () => thread !== null,
    [Symbol.asyncDispose]: async () => {
      clearTimeout(idle)
      await thread?.terminate()
    },
  }
}

const failure = (why: string): Error =>
  new DomainError('overloaded', 'Concepts cannot be looked up just now. Go on without them, or try again.', {
    why,
  })
