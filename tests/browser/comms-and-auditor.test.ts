import { decide, forwardableConclusion } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

describe.skipIf(!chromiumPath)(`the comms person's and the auditor's day${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('comms listen without posting: possible adverse events are masked, cases are not theirs', {
    timeout: 120_000,
  }, async () => {
    await desk.stack.seedPost({ externalId: 'secret', text: 'Zolvara gave me a terrible rash, my own words' })
    const cho = await desk.open('cho', '/listening')
    await cho.getByText('Share of voice').waitFor()
    await cho
      .getByText(/awaiting triage/i)
      .first()
      .waitFor()
    expect(await cho.getByText('my own words').count()).toBe(0)
    expect(await cho.getByRole('link', { name: 'Queue' }).count()).toBe(0)
    expect(desk.complaints).toEqual([])
  })

  test('an auditor reads the timeline, verifies in front of their eyes and cannot decide', {
    timeout: 120_000,
  }, async () => {
    const decided = await desk.stack.seedPost({ externalId: 'decided' })
    await decide(await desk.stack.as('ben'), decided.caseId, forwardableConclusion(decided))
    const aud = await desk.open('aud', '/audit')
    await aud.getByRole('listitem').filter({ hasText: 'Decision signed' }).first().waitFor()
    await aud.goto(new URL(`/cases/${decided.caseId}`, aud.url()).href)
    await aud.getByRole('main').waitFor()
    expect(await aud.getByRole('button', { name: 'Conclude', exact: true }).count()).toBe(0)
    expect(desk.complaints).toEqual([])
  })
})
