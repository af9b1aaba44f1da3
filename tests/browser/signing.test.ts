import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

describe.skipIf(!chromiumPath)(`a morning at the keyboard${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('three cases are concluded one by one and signed together, and one is left for later, without a pointer', {
    timeout: 240_000,
  }, async () => {
    const texts = ['Zolvara one?', 'Does Zolvara two help?', 'Zolvara three is in the news']
    for (const text of texts) await desk.stack.seedPost({ text, externalId: text })
    const page = await desk.open('ana', '/queue')
    await page.locator('[aria-posinset="3"]').waitFor()
    await page.keyboard.press('Enter')
    for (const [n, text] of texts.entries()) {
      await page.getByRole('main').getByText(text).first().waitFor()
      await page.getByText(/You have this case/).waitFor()
      await page.keyboard.press(n === 2 ? '8' : '5')
      await expect.poll(() => page.getByRole('radio', { checked: true }).count(), soon).toBe(1)
      await page.keyboard.press('Control+Enter')
      await page.getByText(`To sign (${n + 1})`).waitFor()
    }
    await page.waitForURL(/\/queue/)

    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.getByRole('heading', { name: 'To sign' }).waitFor()
    await expect.poll(() => page.getByRole('checkbox').count(), soon).toBe(3)
    await withoutBarrier(page, 'to sign')
    await tabTo(page, /^Sign HK-/)
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Sign 2 decisions…' }).waitFor()
    await tabTo(page, /^Sign 2 decisions/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Sign 2 decisions with one signature').waitFor()
    expect(await dialog.getByRole('article').count()).toBe(2)
    await withoutBarrier(page, 'sign together')
    await tabTo(page, /^Password/)
    await page.keyboard.type(desk.password)
    await tabTo(page, /^Code/)
    await page.keyboard.type(desk.code('ana'))
    await page.keyboard.press('Enter')
    await page.getByText('To sign (1)').waitFor()
    await dialog.waitFor({ state: 'detached' })
    expect(await signed()).toEqual([2])
    expect(desk.complaints).toEqual([])
  })

  /** Moves on until the focus is on what has this name. */
  async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const named = `((e) => e.ariaLabel ?? (e.labels?.[0] ?? e).textContent ?? '')(document.activeElement)`
    for (let step = 0; step < 60; step++) {
      if (name.test(String(await page.evaluate(named)).trim())) return
      await page.keyboard.press(key)
    }
    throw new Error(`no way by keyboard to ${name}`)
  }

  /** How many decisions each signature is over. */
  async function signed(): Promise<number[]> {
    const rows = await desk.stack.db
      .selectFrom('signature_item')
      .select(({ fn }) => fn.countAll<string>().as('decisions'))
      .groupBy('signature_id')
      .execute()
    return rows.map((r) => Number(r.decisions))
  }
})
