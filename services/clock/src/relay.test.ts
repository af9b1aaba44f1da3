import { expect, test } from 'vitest'
import { toJobs } from './relay.ts'

const work = (n: number, attempts = 0) =>
  Array.from({ length: n }, (_, i) => ({ postId: `0198-${String(i).padStart(4, '0')}`, gen: 0, attempts }))

test('a job carries at most two hundred posts, and one that was tried before goes alone', () => {
  const jobs = toJobs([...work(250), ...work(2, 1)])
  expect(jobs.map((j) => j.payload.items.length).sort((a, b) => a - b)).toEqual([1, 1, 50, 200])
})

test('the same posts are the same job, so that a repeated hand-over adds nothing', () => {
  expect(toJobs(work(40))).toEqual(toJobs(work(40)))
})

test('a job that begins alike but carries more is another: the queue ignores an id it holds', () => {
  const [before, after] = [toJobs(work(40)), toJobs(work(60))]
  expect(before[0]?.payload.items[0]).toEqual(after[0]?.payload.items[0])
  expect(before[0]?.id).not.toBe(after[0]?.id)
})

test('another generation of a post is another job', () => {
  const again = work(1).map((w) => ({ ...w, gen: 1 }))
  expect(toJobs(work(1))[0]?.id).not.toBe(toJobs(again)[0]?.id)
})
