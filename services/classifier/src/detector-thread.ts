import { parentPort } from 'node:worker_threads'
import { loadResources } from '@hark/detection'
import type { Answer, Question } from './detector.ts'
import { judge, Matchers } from './judge.ts'

const resources = loadResources()
const matchers = new Matchers()

parentPort?.on('message', ({ id, programmeId, told, posts, parents }: Question) => {
  try {
    const judged = judge(posts, matchers.of(programmeId, told), parents, resources)
    parentPort?.postMessage({
      id,
      said: judged.map(({ findings, copy }) => ({ findings, copy })),
    } satisfies Answer)
  } catch (err) {
    parentPort?.postMessage({ id, failed: (err as Error).name }) // the message may hold text of a post
  }
})
