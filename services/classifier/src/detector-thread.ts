import { parentPort } from 'node:worker_threads'
import { loadResources } from '@hark/detection'
import type { Question } from './detector.ts'
import { judge, Matchers } from './judge.ts'

const resources = loadResources()
const matchers = new Matchers()

parentPort?.on('message', ({ id, programme, posts, parents }: Question) => {
  try {
    parentPort?.postMessage({ id, judged: judge(posts, matchers.of(programme), parents, resources) })
  } catch (err) {
    parentPort?.postMessage({ id, failed: (err as Error).name }) // the message may hold text of a post
  }
})
