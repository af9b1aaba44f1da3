import { USUAL_TEXT } from '@hark/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'

const at = (start: number, text: string) => ({ start, end: start + text.length, text })
const words = {
  patient: at(USUAL_TEXT.indexOf('My mum (72)'), 'My mum (72)'),
  reporter: at(0, 'My'),
  product: at(USUAL_TEXT.indexOf('Zolvara'), 'Zolvara'),
  event: at(USUAL_TEXT.indexOf('terrible rash'), 'terrible rash'),
}
/** What detection says of the usual text: each criterion as words of it. */
const found = {
  criteria: words,
  evidence: Object.entries(words).map(([kind, span]) => ({ kind: kind as 'event', ...span })),
}

/** In the page: when the click on Conclude was, when its reply had come, and when these words were in the page. */
const watchUntilShown = (words: string) => `window.took = new Promise((done) => {
  document.addEventListener('click', () => {
    const began = performance.now()
    const look = () => {
      if (!document.querySelector('main')?.textContent.includes(${JSON.stringify(words)})) return requestAnimationFrame(look)
      const reply = performance.getEntriesByType('resource').findLast((r) => r.name.endsWith('/conclusion'))
      done({ whole: performance.now() - began, afterReply: performance.now() - reply.responseEnd })
    }
    look()
  }, { capture: true, once: true })
}); 0`

describe.skipIf(!chromiumPath)(`the reviewer's day${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  test('from the queue by keyboard to a signed decision, a reply by one and its sign-off by another', {
    timeout: 180_000,
  }, async () => {
    const seeded = await desk.stack.seedPost({ finding: found })
    const ana = await desk.open('ana', '/queue')
    await ana.getByLabel('Chosen case').getByText('Zolvara').first().waitFor()
    await ana.keyboard.press('j')
    await ana.keyboard.press('Enter')
    await ana.waitForURL(/\/cases\//)
    await ana.getByText(/You have this case/).waitFor()

    for (const criterion of ['Patient', 'Reporter', 'Product', 'Event']) await settle(ana, criterion)
    await ana.getByText('4 of 4 settled').waitFor()
    await expect.poll(() => ana.getByText(/serious or not, each/).count(), soon).toBe(1) // the confirmed words are an event too
    await ana.getByRole('radio', { name: /valid ICSR now/ }).check()
    await ana.getByRole('button', { name: 'Conclude' }).click()

    await ana.getByRole('textbox', { name: 'Password' }).fill(desk.password)
    await ana.getByLabel('Code').fill(desk.code('ana'))
    await ana.getByRole('button', { name: /^Sign/ }).last().click()
    await expect.poll(() => stateOf(seeded.caseId), { timeout: 15_000 }).toBe('signed')

    await ana.goto(new URL(`/cases/${seeded.caseId}`, ana.url()).href) // signing went on to the next case
    await ana.getByRole('button', { name: 'Draft reply…' }).first().click()
    await ana
      .getByRole('menuitem', { name: /English/ })
      .first()
      .click()
    await ana.waitForURL(/\/responses\//)
    await ana.getByRole('button', { name: /sign-off/i }).click()
    await ana.getByText('In review', { exact: false }).first().waitFor()

    const ben = await desk.open('ben', new URL(ana.url()).pathname)
    await ben.getByRole('button', { name: 'Read and sign…' }).click()
    await ben.getByRole('textbox', { name: 'Password' }).fill(desk.password)
    await ben.getByLabel('Code').fill(desk.code('ben'))
    await ben.getByRole('button', { name: 'Sign off' }).click()
    await ben.getByText(/held/i).first().waitFor()
    const order = await desk.stack.db.selectFrom('gate.publish_order').select('state').execute()
    expect(order).toEqual([{ state: 'ready' }])
    expect(desk.complaints).toEqual([])
  })

  test('the next post is there when a case is concluded, and viewed when it is shown', {
    timeout: 180_000,
  }, async () => {
    const texts = [
      'Zolvara one, just a question',
      'Zolvara two, only a question',
      'Zolvara three, a question',
    ]
    const seeded: string[] = []
    for (const text of texts) seeded.push((await desk.stack.seedPost({ text, externalId: text })).caseId)
    const [first, second] = seeded as [string, string]
    const lea = await desk.open('lea', `/cases/${first}`)
    const asked: string[] = []
    lea.on('request', (r) => asked.push(`${r.method()} ${new URL(r.url()).pathname}`))
    await lea.getByRole('button', { name: 'Claim', exact: true }).click()
    await lea.getByText(/You have this case/).waitFor()
    await expect.poll(() => handedOut(second), soon).toBe(1)
    expect(await viewedAt(second)).toBeNull()

    for (const criterion of ['Patient', 'Reporter', 'Product', 'Event']) await settle(lea, criterion)
    await lea.getByRole('radio', { name: /No event or special/ }).check()
    await lea.evaluate(watchUntilShown(texts[1] as string))
    await lea.getByRole('button', { name: 'Conclude', exact: true }).click()
    await lea.waitForURL(new RegExp(second))
    const took = (await lea.evaluate('window.took')) as { whole: number; afterReply: number }
    const ms = (n: number) => `${Math.round(n)} ms`
    console.info(`the next post ${ms(took.whole)} after the click, ${ms(took.afterReply)} after the reply`)
    await expect.poll(() => viewedAt(second), soon).not.toBeNull()
    expect(asked).toContain(`POST /api/cases/${second}/shown`)
    const read = asked.indexOf(`GET /api/cases/${second}`)
    expect(read === -1 || read > asked.indexOf(`POST /api/cases/${second}/shown`)).toBe(true)
    expect(took.afterReply).toBeLessThan(1_000) // for a crowded machine
    expect(desk.complaints).toEqual([])
  })

  const handedOut = async (caseId: string) =>
    (await desk.stack.db.selectFrom('case_handed_out').select('at').where('case_id', '=', caseId).execute())
      .length
  const viewedAt = async (caseId: string) =>
    (
      await desk.stack.db
        .selectFrom('pv_case')
        .select('first_viewed_at')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).first_viewed_at

  const stateOf = async (caseId: string) =>
    (
      await desk.stack.db
        .selectFrom('decision')
        .select('state')
        .where('case_id', '=', caseId)
        .executeTakeFirst()
    )?.state

  /** Confirms the words that detection proposes; without any, says the criterion is missing. */
  async function settle(page: Page, criterion: string): Promise<void> {
    const row = page.locator(`[data-criterion=${criterion.toLowerCase()}]`)
    await row.waitFor()
    const proposed = row.getByRole('button', { name: `Confirm ${criterion}` })
    await ((await proposed.count()) > 0
      ? proposed.first()
      : row.getByRole('button', { name: 'Missing' })
    ).click()
  }
})
