import { USUAL_TEXT } from '@hark/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { madeUpRelease } from '../../services/api/src/concepts/release.fixture.ts'
import { violations } from './axe.ts'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

const at = (words: string) => {
  const start = USUAL_TEXT.indexOf(words)
  return { start, end: start + words.length, text: words }
}
const criteria = {
  patient: at('My mum (72)'),
  reporter: at('My'),
  product: at('Zolvara'),
  event: at('terrible rash'),
}

describe.skipIf(!chromiumPath)(`coding an event${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole({ HARK_MEDDRA_DIR: madeUpRelease() })
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('what ranks first is shown, a person chooses by keyboard, and the choice is read before it is signed', {
    timeout: 180_000,
  }, async () => {
    const { caseId } = await desk.stack.seedPost({ finding: { criteria } })
    const page = await desk.open('ana', `/cases/${caseId}`)
    const events = page.getByRole('region', { name: 'Events' })
    await events.getByText('→ Terrible rash (best of', { exact: false }).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await page.getByText(/You have this case/).waitFor()
    const focused = (what: string) => page.evaluate(`document.activeElement.${what}`)
    await events.getByRole('button', { name: /^Add event/ }).press('Enter')
    await expect.poll(() => focused('ariaLabel')).toBe('Term for “terrible rash”')
    await events.getByRole('button', { name: /^Remove event/ }).press('Enter')
    await expect.poll(() => focused('textContent')).toMatch(/^Add event/)
    for (const criterion of ['Patient', 'Reporter', 'Product', 'Event'])
      await page
        .getByRole('button', { name: `Confirm ${criterion}` })
        .first()
        .click()
    const choose = events.getByRole('button', { name: /the concept of “terrible rash”/ })
    await choose.focus()
    await page.keyboard.press('Enter')
    const radios = events.getByRole('radiogroup', { name: 'Concept of “terrible rash”' })
    await radios.getByText('MedDRA 0.0 English', { exact: false }).waitFor()
    await radios.getByText(/^best match, very near · 13 · PT Red skin/).waitFor()
    expect(await radios.textContent()).not.toMatch(/· [01]\.\d\d/)
    await withoutBarrier(page, 'choosing')
    await radios.getByRole('radio', { name: 'Leave without a code' }).focus()
    await page.keyboard.press('ArrowDown')
    await events.getByText('Terrible rash (PT Red skin, SOC Skin and hair)').waitFor()

    await page.getByRole('radio', { name: /valid ICSR now/ }).check()
    await page.getByRole('button', { name: 'Conclude' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Terrible rash (PT Red skin, SOC Skin and hair)').waitFor()
    await withoutBarrier(page, 'signing', 1)
    await dialog.getByRole('textbox', { name: 'Password' }).fill(desk.password)
    await dialog.getByLabel('Code').fill(desk.code('ana'))
    await dialog.getByRole('button', { name: /^Sign/ }).last().click()
    await expect
      .poll(() => signed(caseId), { timeout: 15_000 })
      .toMatch(/"coding":\{"code":"13","dictionary":"meddra"/)
    expect(await signed(caseId)).not.toContain('Terrible rash')
    expect(desk.complaints).toEqual([])
  })

  const signed = async (caseId: string) =>
    (
      await desk.stack.db
        .selectFrom('decision')
        .select('canonical')
        .where('case_id', '=', caseId)
        .where('state', '=', 'signed')
        .executeTakeFirst()
    )?.canonical?.toString('utf8') ?? ''
})

async function withoutBarrier(page: Page, name: string, looks = 2): Promise<void> {
  const sizes = [
    [1280, 'light'],
    [390, 'dark'],
  ] as const
  for (const [width, colorScheme] of sizes.slice(0, looks)) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await violations(page), `${name} ${width} ${colorScheme}`).toEqual([])
    expect(
      await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
    ).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}
