import { Worker } from 'node:worker_threads'
import type { ClaimedPost, Judged, JudgingModel } from '@hark/db'
import type { Programme } from '@hark/domain'
import { OperatorError } from '@hark/runtime'
import type { Readable, Said } from './judge.ts'

/** Text of the post each one answers, by id. */
export type ParentTexts = Record<string, string>
/** `told`: the programme itself, where the thread does not have it in this form. */
export type Question = {
  id: number
  programmeId: string
  told: Programme | null
  posts: Readable[]
  parents: ParentTexts
}
/** One for each post asked about, in their order. */
export type Answer = { id: number; said: Said[] } | { id: number; failed: string }

/** First of all it says what it judges with, or why it cannot. */
export type Opening = { judging: JudgingModel } | { unfit: string }

export type Detector = AsyncDisposable & {
  /** What it judges with, once it is loaded. Rejects with an OperatorError where the candidate does not fit, and where loading fails. */
  ready: Promise<JudgingModel>
  judge(programme: Programme, posts: ClaimedPost[], parents: ParentTexts): Promise<Judged[]>
}

/** Longer than any honest batch; a post that loops or swells ends its thread, not the service. */
const LIMIT_MS = 20_000
const LIMIT_MB = 768
/** Room for a batch's short-lived objects: a smaller one is cleared several times a batch, and half of it copied each time. */
const YOUNG_MB = 96

/** `candidate`: the text of a file of `hark train`. */
export type DetectorOptions = { candidate?: string | null; limitMs?: number }

/**
 * Runs detection in a thread of its own with limits on time and memory: strangers' text never blocks the loop that renews
 * leases, and a hostile post ends a thread that is started anew, with the same candidate whatever became of its file. Rejects with
 * `detector.timeout` or `detector.died`.
 */
export function startDetector({ candidate = null, limitMs = LIMIT_MS }: DetectorOptions = {}): Detector {
  const opened = Promise.withResolvers<JudgingModel>()
  opened.promise.catch(() => {}) // whoever does not ask is not told
  /** What the thread was told, by id: told again only when it is another object, or the thread another thread. */
  const told = new Map<string, Programme>()
  let worker = spawn()
  let asked = 0
  const waiting = new Map<
    number,
    { resolve: (said: Said[]) => void; reject: (e: Error) => void; timer: NodeJS.Timeout }
  >()

  function spawn(): Worker {
    const w = new Worker(new URL('./detector-thread.ts', import.meta.url), {
      workerData: { candidate },
      resourceLimits: { maxOldGenerationSizeMb: LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    })
    w.on('message', (said: Answer | Opening) => ('id' in said ? settle(said) : open(said)))
    w.on('error', (err) => {
      opened.reject(err)
      restart('detector.died')
    })
    return w
  }
  function open(opening: Opening): void {
    worker.unref() // until then whoever waits for it stays alive
    if ('judging' in opening) opened.resolve(opening.judging)
    else opened.reject(new OperatorError(`HARK_CANDIDATE: ${opening.unfit}`))
  }
  function settle(answer: Answer): void {
    const asker = waiting.get(answer.id)
    if (!asker) return
    waiting.delete(answer.id)
    clearTimeout(asker.timer)
    if ('failed' in answer) {
      told.clear() // it may have failed at the very programme
      asker.reject(failure(answer.failed))
    } else asker.resolve(answer.said)
  }
  /** Whoever waits on a thread that ended gets the work back; only the post that did it fails again. */
  function restart(why: string): void {
    void worker.terminate()
    told.clear()
    worker = spawn()
    for (const [id] of waiting) settle({ id, failed: why })
  }

  function ask(programme: Programme, posts: Readable[], parents: ParentTexts): Promise<Said[]> {
    return new Promise((resolve, reject) => {
      const id = ++asked
      const timer = setTimeout(() => restart('detector.timeout'), limitMs)
      waiting.set(id, { resolve, reject, timer })
      const isTold = told.get(programme.id) === programme
      told.set(programme.id, programme)
      const question = { id, programmeId: programme.id, told: isTold ? null : programme, posts, parents }
      worker.postMessage(question satisfies Question)
    })
  }

  return {
    ready: opened.promise,
    judge: async (programme, posts, parents) => {
      const said = await ask(programme, posts.map(readable), parents)
      return posts.map((post, i) => ({ post, ...(said[i] as Said) }))
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  }
}

const readable = ({ id, text, lang, media }: ClaimedPost): Readable => ({ id, text, lang, media })

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}
