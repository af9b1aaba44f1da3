import { decide, forwardableConclusion, releaseForReply } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

const HOSTILE =
  'Zolvara gave me a rash \u202e and \u200bhidden\u200b words <script>alert(1)</script> =cmd() مرحبا'

describe.skipIf(!chromiumPath)(`every page${without}`, () => {
  let at: ConsoleStack
  /** What stands for a name in a path: ids that are made here. */
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    at = await startConsole()
    const { stack } = at
    ids.PROGRAMME = stack.programme.id
    ids.OPEN = (await stack.seedPost()).caseId
    await stack.seedPost({ text: HOSTILE, externalId: 'hostile' })
    const ben = await stack.as('ben')
    const decided = await stack.seedPost({ externalId: 'decided' })
    ids.DECIDED = decided.caseId
    await decide(ben, decided.caseId, forwardableConclusion(decided))
    await releaseForReply(ben, decided)
    const cho = await stack.as('cho')
    const asked = { caseId: decided.caseId, postId: decided.id, template: 'handoff.en' }
    ids.REPLY = (await cho.post('/api/responses', asked)).body.id
    await releaseForReply(ben, await stack.seedPost({ externalId: 'released' }))
    ids.RELEASE = (await cho.get('/api/releases')).body.items[0].id
    stack.clock.advance(60_000) // whoever signed in over the api has used the code of this half minute
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  const pages: [string, string[]][] = [
    ['ana', ['/queue', '/cases/OPEN', '/cases/DECIDED', '/signing', '/responses/REPLY']],
    ['ben', ['/responses', '/handoffs', '/listening', '/sources', '/account', '/audit/cases/DECIDED']],
    ['cho', ['/listening', '/responses', '/responses/REPLY', '/releases/RELEASE', '/sources']],
    ['aud', ['/audit', '/quality', '/audit/cases/DECIDED', '/people', '/queue', '/handoffs']],
    ['lea', ['/programmes/new', '/programmes/PROGRAMME/purpose', '/sources?tab=programmes']],
    ['oli', ['/people', '/sources', '/sources/new', '/sources/import']],
  ]
  test.for(pages)(
    '%s reads them without a barrier, in light and dark, on a desk and on a phone',
    { timeout: 240_000 },
    async ([who, paths]) => {
      const page = await at.open(who, '/account')
      for (const path of paths) {
        const real = path.replace(/[A-Z]+/, (name) => ids[name] as string)
        await page.goto(new URL(real, page.url()).href)
        await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
        await page.waitForLoadState('networkidle')
        await withoutBarrier(page, `${who} ${path}`)
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
