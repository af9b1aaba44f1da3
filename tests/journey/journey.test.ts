import { afterAll, beforeAll, describe } from 'vitest'
import { caseSteps } from './case-steps.ts'
import { recordSteps } from './record-steps.ts'
import { replySteps } from './reply-steps.ts'
import { Story } from './story.ts'

const story = await Story.of({ holdSeconds: 4 })

/** One deployment, one reply, from a post in a file to a bundle verified elsewhere. Each test goes on where the last one stopped. */
describe('the journey on the real stack', { timeout: 90_000 }, () => {
  beforeAll(() => story.hark.start(), 120_000)
  afterAll(() => story.hark[Symbol.asyncDispose]())

  caseSteps(story)
  replySteps(story)
  recordSteps(story)
})
