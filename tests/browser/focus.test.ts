import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

/** What has the focus: its element and its name. */
const focused = (page: Page) =>
  page.evaluate(
    `((e) => e.localName + ': ' + (e.ariaLabel ?? e.innerText ?? '').trim())(document.activeElement)`,
  ) as Promise<string>

describe.skipIf(!chromiumPath)(`the focus${without}`, () => {
  let at: ConsoleStack
  beforeAll(async () => {
    at = await startConsole()
    await at.stack.seedPost()
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  const nav = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })
  const leadsTo = (page: Page, what: string | RegExp) =>
    expect.poll(() => focused(page), { timeout: 15_000 }).toMatch(what)

  test('goes to the name of the page one came to, by link, key or sign-in, and stays there', {
    timeout: 180_000,
  }, async () => {
    const page = await at.open('ana', '/responses')
    await leadsTo(page, /^h1: Responses$/)
    await nav(page, 'Sources').focus()
    await page.keyboard.press('Enter')
    await leadsTo(page, /^h1: Sources and coverage$/)
    expect(await page.locator('main h1').getAttribute('tabindex')).toBe('-1')
    expect(await violations(page)).toEqual([])
    // A case that is slow to read has a heading that stands in for its name.
    const standIn = page.getByRole('heading', { name: 'Case', exact: true })
    await page.route(
      /\/api\/cases\/[^/]+$/,
      async (route) => {
        await standIn.waitFor({ state: 'attached' })
        await route.continue()
      },
      { times: 1 },
    )
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await leadsTo(page, /^h1: Queue$/)
    await page.locator('[aria-posinset]').first().waitFor()
    await page.keyboard.press('Enter')
    // Not the heading that stood in while the case was read, which is gone.
    await leadsTo(page, /^h1: .* · Zolvara$/)
    await page.getByText(/You have this case/).waitFor()
    await leadsTo(page, /^h1: .* · Zolvara$/)
    await page.keyboard.press('Tab')
    expect(await focused(page)).not.toMatch(/^(h1|body|a)/)
    expect(at.complaints).toEqual([])
  })

  test('goes on to the name that stands at last, also where one arrival overtakes another', {
    timeout: 60_000,
  }, async () => {
    const source = new URL('../../services/console/src/parts/shell/lead-to-heading.ts', import.meta.url)
    const code = stripTypeScriptTypes(readFileSync(source, 'utf8')).replace('export ', '')
    const page = await at.visit('/queue')
    await page.goto('about:blank')
    const led = await page.evaluate(`(async () => {
      ${code}
      const show = async (name) => {
        document.body.innerHTML = '<main><h1>' + name + '</h1><button>Act</button></main>'
        await new Promise((told) => setTimeout(told))
        return document.activeElement.matches('h1') ? document.activeElement.innerText : 'no name'
      }
      await show('Queue')
      const first = leadToHeading()
      const names = [await show('stand-in')] // led there by the first, before the second begins
      first()
      const second = leadToHeading()
      names.push(await show('Case 7'))
      document.querySelector('button').focus()
      names.push(await show('Case 8')) // nothing leads any more
      second()
      return names
    })()`)
    expect(led).toEqual(['stand-in', 'Case 7', 'no name'])
  })

  test('is left where a page is opened, where only its parts change, and where the page chooses itself', {
    timeout: 180_000,
  }, async () => {
    const page = await at.open('ben', '/sources')
    await leadsTo(page, /^h1: Sources and coverage$/)
    await page.reload()
    await page.getByRole('button', { name: 'Add a source…' }).waitFor()
    expect(await focused(page)).toMatch(/^body/)
    await page.getByRole('tab', { name: 'Coverage' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/tab=coverage/)
    await page.waitForLoadState('networkidle')
    expect(await focused(page)).toBe('button: Coverage')
    await page.keyboard.press('/')
    await leadsTo(page, /^input: Search number or words$/)
    await page.getByText('terrible rash').first().waitFor()
    expect(await focused(page)).toBe('input: Search number or words')
  })

  test('is never taken from a dialog, and goes on to the page when the dialog has closed', {
    timeout: 180_000,
  }, async () => {
    const page = await at.open('lea', '/queue')
    await nav(page, 'Sources').click()
    await leadsTo(page, /^h1: Sources/)
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    const inDialog = () => page.evaluate(`!!document.activeElement.closest('[role=dialog]')`)
    await expect.poll(inDialog, soon).toBe(true)
    await page.goBack()
    await page.waitForURL(/\/queue/)
    await page.waitForLoadState('networkidle')
    expect(await inDialog()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await leadsTo(page, /^h1: Queue$/)

    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByRole('button', { name: 'Pages' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('link', { name: 'Responses' }).focus()
    await page.keyboard.press('Enter')
    await leadsTo(page, /^h1: Responses$/)
    await page.waitForLoadState('networkidle')
    expect(await focused(page)).toBe('h1: Responses')
    await page.getByRole('button', { name: /account of/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Your account' }).focus()
    await page.keyboard.press('Enter')
    await leadsTo(page, /^h1: Your account$/)
    expect(await violations(page)).toEqual([])
  })

  test('stays on a button that works, with a reason or without', { timeout: 120_000 }, async () => {
    const page = await at.visit('/queue')
    const form = page.getByRole('button', { name: 'Sign in', exact: true })
    await page.getByLabel('User name').fill('ana')
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await page.getByLabel('Code').fill('000000')
    let release = () => {}
    const held = new Promise<void>((go) => {
      release = go
    })
    await page.route('**/api/session', async (route) => {
      await held
      await route.continue()
    })
    await form.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => form.getAttribute('aria-disabled'), soon).toBe('true')
    expect(await focused(page)).toBe('button: Sign in')
    await page.keyboard.press('Enter')
    release()
    await expect.poll(() => form.getAttribute('aria-disabled'), soon).toBeNull()
    await page.getByRole('alert').first().waitFor()
    expect(await focused(page)).toBe('button: Sign in')
  })
})
