import { parentPort, workerData } from 'node:worker_threads'
import type { Asked, Told } from './coder.ts'
import { openLookup } from './lookup.ts'

const lookup = openLookup((workerData as { directory: string | null }).directory)

parentPort?.on('message', ({ id, question }: Asked) => {
  try {
    parentPort?.postMessage({ id, answer: lookup.answer(question) } satisfies Told)
  } catch (err) {
    parentPort?.postMessage({ id, failed: (err as Error).name } satisfies Told) // the message may hold words of a post
  }
})
