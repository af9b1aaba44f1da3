import { parentPort, workerData } from 'node:worker_threads'
import { type Resources, UnfitCandidate } from '@hark/detection'
import type { Answer, Opening, Question } from './detector.ts'
import { judge, Matchers } from './judge.ts'
import { prepare } from './resources.ts'

const open = (opening: Opening) => parentPort?.postMessage(opening)

try {
  const { resources, judging } = prepare((workerData as { candidate: string | null }).candidate)
  open({ judging })
  answerWith(resources)
} catch (err) {
  if (!(err instanceof UnfitCandidate)) throw err
  open({ unfit: err.message })
}

function answerWith(resources: Resources): void {
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
}
