import { decide, forwardableConclusion } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

describe.skipIf(!chromiumPath)(`the comms person's day${without}`, () => {
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

  test('what a reviewer releases on the case, comms read once it is triaged, and draft from there', {
    timeout: 180_000,
  }, async () => {
    const post = await desk.stack.seedPost({ externalId: 'released' })
    const luc = await desk.open('luc', `/cases/${post.caseId}`)
    await luc.getByRole('button', { name: 'Release to communications…' }).click()
    await luc.getByLabel('What you ask of the reply').fill('Please point to the leaflet.')
    await luc.getByRole('button', { name: 'Release', exact: true }).click()
    await luc.getByText(/released to communications by Luc Laurent/).waitFor()

    const cho = await desk.open('cho', '/responses')
    const waiting = cho.getByRole('region', { name: 'Waiting for a draft' })
    await waiting.getByText('Please point to the leaflet.').click()
    await cho.getByText(/Masked until PV has triaged it/).waitFor()
    expect(await cho.getByText('terrible rash').count()).toBe(0)
    const readings = async () =>
      (await desk.stack.auditActions(post.caseId)).filter((a) => a === 'case.released_post_read').length
    expect(await readings()).toBe(1)
    await decide(await desk.stack.as('ben'), post.caseId, forwardableConclusion(post))
    await cho.reload()
    await cho.getByText('terrible rash').first().waitFor()
    await cho.getByRole('button', { name: 'Draft a reply' }).click()
    await cho.waitForURL(/\/responses\//)
    await cho.getByRole('button', { name: /sign-off/i }).waitFor()
    expect(desk.complaints).toEqual([])
  })
})
