import { Worker } from 'node:worker_threads'
import type { ImportMapping, ImportPreview } from '@hark/contract'
import { DomainError, type ErrorCode, type Product } from '@hark/domain'

export type ToPreview = { path: string; mapping: ImportMapping | null; products: readonly Product[] }
type Told =
  | { preview: ImportPreview }
  | { refused: { code: ErrorCode; message: string; details: Record<string, unknown> } }

/** A stranger's file is read in a thread with limits of its own: it may cost its preview, and nothing else of the api. */
const LIMITS = { maxOldGenerationSizeMb: 768 }
const LIMIT_MS = 120_000
const AT_ONCE = 2
let running = 0

/** Reads a whole file and stores nothing. Throws `import.bad_file` with what to do, `overloaded` while others are looked at. */
export async function previewInThread(asked: ToPreview, limits = LIMITS): Promise<ImportPreview> {
  if (running >= AT_ONCE)
    throw new DomainError('overloaded', 'Other files are being looked at just now. Try again in a moment.')
  running += 1
  const thread = new Worker(new URL('./preview-thread.ts', import.meta.url), {
    workerData: asked,
    resourceLimits: limits,
  })
  try {
    const told = await answerOf(thread)
    if ('preview' in told) return told.preview
    throw new DomainError(told.refused.code, told.refused.message, told.refused.details)
  } finally {
    running -= 1
    await thread.terminate()
  }
}

const answerOf = (thread: Worker): Promise<Told> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooMuch('time')), LIMIT_MS)
    thread.once('message', resolve)
    thread.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : error),
    )
    thread.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the preview ended with ${code} and without an answer`))
    })
  })

const tooMuch = (what: string): DomainError =>
  new DomainError('import.bad_file', `Reading this file takes more ${what} than a file may: split it.`)
