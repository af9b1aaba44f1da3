import { decide, forwardableConclusion } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

const HOSTILE =
  'Zolvara gave me a rash \u202e and \u200bhidden\u200b words <script>alert(1)</script> =cmd() مرحبا'

describe.skipIf(!chromiumPath)(`every page${without}`, () => {
  let at: ConsoleStack
  let caseId = ''
  beforeAll(async () => {
    at = await startConsole()
    caseId = (await at.stack.seedPost()).caseId
    await at.stack.seedPost({ text: HOSTILE, externalId: 'hostile' })
    const decided = await at.stack.seedPost({ externalId: 'decided' })
    await decide(await at.stack.as('ben'), decided.caseId, forwardableConclusion(decided))
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  const pages: [string, string[]][] = [
    ['ana', ['/queue', '/signing', '/responses', '/handoffs', '/listening', '/sources', '/account']],
    ['cho', ['/listening', '/responses', '/sources']],
    ['aud', ['/audit', '/people', '/queue', '/handoffs']],
    ['lea', ['/programmes/new', '/programmes/PROGRAMME/purpose', '/sources?tab=programmes']],
    ['oli', ['/people', '/sources', '/sources/new']],
  ]
  test.for(pages)(
    '%s reads them without a barrier, in light and dark, on a desk and on a phone',
    { timeout: 180_000 },
    async ([who, paths]) => {
      const page = await at.open(who, paths[0])
      for (const path of who === 'ana' ? [...paths, `/cases/${caseId}`] : paths) {
        for (const [width, scheme] of [
          [1280, 'light'],
          [390, 'dark'],
        ] as const) {
          await page.setViewportSize({ width, height: 900 })
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
          await page.goto(new URL(path.replace('PROGRAMME', at.stack.programme.id), page.url()).href)
          await page.getByRole('main').waitFor()
          await page.waitForLoadState('networkidle')
          expect(await violations(page), `${who} ${path} ${width} ${scheme}`).toEqual([])
          expect(
            await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
            `${path} scrolls sideways at ${width}`,
          ).toBeLessThanOrEqual(0)
        }
      }
      expect(at.complaints).toEqual([])
    },
  )

  test('a page that nobody touches says so with what it asks; a key pressed ends that', {
    timeout: 120_000,
  }, async () => {
    const page = await at.open('luc', '/queue')
    await page.getByRole('main').waitFor()
    const marked = (r: { headers(): Record<string, string> }) => r.headers()['x-hark-background'] === '1'
    await page.waitForRequest((r) => r.url().includes('/api/queue') && marked(r), { timeout: 60_000 })
    await page.keyboard.press('?')
    const next = await page.waitForRequest((r) => r.url().includes('/api/'), { timeout: 30_000 })
    expect(marked(next)).toBe(false)
  })

  test('the page of the api runs under a policy of its own, without a complaint', {
    timeout: 60_000,
  }, async () => {
    const page = await at.visit('/api/docs/')
    await page.getByText('Possible adverse events in public posts', { exact: false }).first().waitFor()
    await page.getByText('/api/queue', { exact: true }).first().click()
    await page.waitForLoadState('networkidle')
    expect(at.complaints).toEqual([])
  })

  test('text becomes no markup in the console, whoever tries', { timeout: 60_000 }, async () => {
    const page = await at.visit('/queue')
    const tried = await page.evaluate(`(() => {
      const acts = {
        html: () => { document.body.innerHTML = '<img src=x onerror=alert(1)>' },
        script: () => { document.createElement('script').src = 'data:,1' },
        policy: () => window.trustedTypes.createPolicy('mine', {}),
      }
      return Object.entries(acts).map(([name, act]) => { try { act(); return name + ' passed' } catch { return name + ' refused' } })
    })()`)
    expect(tried).toEqual(['html refused', 'script refused', 'policy refused'])
    at.complaints.length = 0 // they were asked for
  })

  test('hostile text is isolated and made visible, and runs nothing', { timeout: 60_000 }, async () => {
    const page = await at.open('ben', '/queue')
    await page.getByLabel('Search number or words').fill('words')
    const chosen = page.getByLabel('Chosen case')
    await chosen.getByText('<script>alert(1)</script>', { exact: false }).first().waitFor()
    expect(await page.locator('script', { hasText: 'alert' }).count()).toBe(0)
    expect(await chosen.textContent()).toMatch(/U\+202E|RLO|right-to-left/i)
    expect(at.complaints).toEqual([])
  })
})
