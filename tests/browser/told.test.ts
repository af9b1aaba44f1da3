import { compileMatcher, detect, loadResources } from '@hark/detection'
import type { Finding } from '@hark/domain'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

const TEXT =
  'My mum (72) took 0.5 mg Zolvara twice daily for two weeks and got a terrible rash, it went away after she stopped it.'

describe.skipIf(!chromiumPath)(`what the post says${without}`, () => {
  let at: ConsoleStack
  const cases: Record<string, string> = {}
  beforeAll(async () => {
    at = await startConsole()
    const resources = loadResources()
    const matcher = compileMatcher(at.stack.programme.products)
    const seed = async (name: string, text: string, over: Partial<Finding> = {}) => {
      const [found] = detect({ text, lang: 'en' }, matcher, resources)
      const finding = { ...(found as Finding), flagged: true, ...over }
      cases[name] = (await at.stack.seedPost({ text, externalId: name, finding })).caseId
    }
    await seed('told', TEXT)
    await seed('crowd', 'Zolvara does give people a rash, and a headache')
    cases.bare = (await at.stack.seedPost({ externalId: 'bare' })).caseId
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  const lit = (page: Page) =>
    page
      .locator('[data-post] mark[data-lit]')
      .evaluateAll((marks) => marks.map((m) => m.textContent).join(''))

  test('each part lights its words, by pointer and by keyboard, and leads to them', {
    timeout: 120_000,
  }, async () => {
    const page = await at.open('ana', `/cases/${cases.told}`)
    const card = page.getByRole('region', { name: 'What the post says' })
    const dose = card.getByRole('button', { name: /0\.5 mg/ })
    await dose.hover()
    await expect.poll(() => lit(page), soon).toBe('0.5 mg')
    await page.mouse.move(0, 0)
    await expect.poll(() => lit(page), soon).toBe('')
    await card.getByRole('button', { name: /72 years/ }).focus()
    await expect.poll(() => lit(page), soon).toBe('72')
    await page.keyboard.press('Tab')
    await expect.poll(() => lit(page), soon).toBe('My mum')
    expect(await card.getByRole('button').allTextContents()).toEqual(
      expect.arrayContaining([
        expect.stringContaining('dechallenge'),
        expect.stringContaining('for 2 weeks'),
      ]),
    )
    expect(at.complaints).toEqual([])
  })

  test('on a phone a tap leads to the words', { timeout: 120_000 }, async () => {
    const page = await at.open('ben', `/cases/${cases.told}`)
    await page.setViewportSize({ width: 390, height: 500 })
    await page.getByRole('button', { name: /consumer/ }).click()
    await expect.poll(() => lit(page), soon).toMatch(/my/i)
    const inSight = `((box) => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('mark[data-lit]').getBoundingClientRect())`
    await expect.poll(() => page.evaluate(inSight), soon).toBe(true)
  })

  test('what is missing comes with its question, and the reviewer takes it over', {
    timeout: 120_000,
  }, async () => {
    const page = await at.open('lea', `/cases/${cases.crowd}`)
    const row = page.locator('[data-criterion=patient]')
    await row.getByText(/not in the post → ask: .*Who is your message about/).waitFor()
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await page.getByText(/You have this case/).waitFor()
    await row.getByRole('button', { name: 'Missing' }).click()
    const asked = row.getByRole('textbox', { name: /Question that would complete/ })
    expect(await asked.inputValue()).toMatch(/^Who is your message about/)
  })

  test('without a barrier, told or not, in light and dark, on a desk and on a phone', {
    timeout: 180_000,
  }, async () => {
    const page = await at.open('ana', `/cases/${cases.told}`)
    for (const name of ['told', 'bare']) {
      await page.goto(new URL(`/cases/${cases[name]}`, page.url()).href)
      await page.getByRole('region', { name: 'What the post says' }).waitFor()
      await page.waitForLoadState('networkidle')
      await withoutBarrier(page, name, deskAndPhone)
    }
  })
})
