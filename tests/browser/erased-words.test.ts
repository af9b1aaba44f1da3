import { sweepRemovals } from '@hark/db'
import { closingConclusion, decide, forwardableConclusion } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

describe.skipIf(!chromiumPath)(`a decision whose post was deleted${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('is read with its signature, and says where words were that they went with their post', {
    timeout: 120_000,
  }, async () => {
    const { stack } = desk
    const [post, ana] = [await stack.seedPost(), await stack.as('ana')]
    const { criteria, events } = forwardableConclusion(post)
    const quote = { postId: post.id, span: post.span('terrible rash all over') }
    const note = 'Her own words.'
    const c = closingConclusion('reporter_excluded_causality', { criteria, events, quote, note })
    await decide(ana, post.caseId, c)
    const page = await desk.open('aud', `/audit/cases/${post.caseId}`)
    const decision = () => page.locator('dl').filter({ hasText: 'Close: ' })
    const soon = { timeout: 20_000 }
    await expect.poll(() => decision().textContent(), soon).toContain('“terrible rash all over”')
    await sql`update post set removed_at = clock_timestamp(), removal_reason = 'deleted'`.execute(stack.db)
    expect(await sweepRemovals(stack.dbAs('hark_clock'))).toBe(1)
    await page.reload()
    await expect
      .poll(() => decision().textContent(), soon)
      .toMatch(/Quoteerased with its post .*Noteerased with its post/)
    expect(await page.locator('body').textContent()).not.toContain('terrible rash')
    await page
      .getByText(/Ana Almeida/)
      .first()
      .waitFor()
    expect(await violations(page)).toEqual([])
    expect(desk.complaints).toEqual([])
  })
})
