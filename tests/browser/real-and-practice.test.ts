import { decide, forwardableConclusion } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

describe.skipIf(!chromiumPath)(`a deployment that holds real and practice posts${without}`, () => {
  let at: ConsoleStack
  beforeAll(async () => {
    at = await startConsole()
    const { stack } = at
    const live = await stack.seedProgramme({ kind: 'live', name: 'Zolvara listening' })
    await stack.seedPost({ text: 'Somebody real got hives from Zolvara' }, live)
    await stack.seedPost({ text: 'An invented person got hives from Zolvara' })
    const ben = await stack.as('ben')
    for (const programme of [live, live, stack.programme]) {
      const post = await stack.seedPost({}, programme)
      await decide(ben, post.caseId, forwardableConclusion(post))
    }
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  test('shows the queue of the one or of the other, never both, and keeps the choice in its address', {
    timeout: 180_000,
  }, async () => {
    const page = await at.open('ana', '/queue')
    const cases = page.getByRole('listbox')
    const real = cases.getByText('Somebody real')
    const invented = cases.getByText('An invented person')
    const shown = page.getByRole('combobox', { name: 'Posts' })
    await real.waitFor()
    expect(await shown.inputValue()).toBe('real')
    expect(await invented.count()).toBe(0)
    expect(await cases.getByText('practice', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: /^All waiting 1$/ }).waitFor()
    await withoutBarrier(page, 'queue real')

    await shown.selectOption({ label: 'Practice posts' })
    await invented.waitFor()
    await expect.poll(() => real.count(), soon).toBe(0)
    await cases.getByText('practice', { exact: true }).waitFor()
    await page.getByRole('button', { name: /^All waiting 1$/ }).waitFor()
    await page.reload()
    await invented.waitFor()
    expect(await shown.inputValue()).toBe('practice')
    expect(await real.count()).toBe(0)
    await withoutBarrier(page, 'queue practice')
    expect(at.complaints).toEqual([])
  })

  test('counts what was forwarded of the one and of the other, each in a sum of its own', {
    timeout: 120_000,
  }, async () => {
    const page = await at.open('lea', '/sources?tab=balance')
    await page.getByText('Every sum is 0', { exact: false }).waitFor()
    const sums = page.getByText(/forwarded = 0 acknowledged/)
    expect(await sums.allTextContents()).toEqual([
      expect.stringMatching(/^2 real cases forwarded = 0 acknowledged \+ 2 pending .*difference 0$/),
      expect.stringMatching(/^1 practice case forwarded = 0 acknowledged \+ 1 pending .*difference 0$/),
    ])
    await withoutBarrier(page, 'balance')
    expect(at.complaints).toEqual([])
  })
})
