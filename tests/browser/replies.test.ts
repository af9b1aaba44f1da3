import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, createMetrics } from '@hark/runtime'
import { closingConclusion, decide, ledgerKeys, releaseForReply, sealLedger } from '@hark/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../services/publisher/src/config.ts'
import { createContext } from '../../services/publisher/src/context.ts'
import { publishDue } from '../../services/publisher/src/publish-due.ts'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

const HOLD_SECONDS = 40

describe.skipIf(!chromiumPath)(`replies within their hold${without}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hark-replies-'))
  const platform = join(folder, 'platform.jsonl')
  const keys = ledgerKeys()
  let desk: ConsoleStack
  let publisher: ReturnType<typeof createContext>
  beforeAll(async () => {
    desk = await startConsole({ HARK_HOLD_SECONDS: HOLD_SECONDS })
    const config = readConfig({
      DATABASE_URL: desk.stack.url('hark_publisher'),
      HARK_PRACTICE_PLATFORM: platform,
    })
    const log = createLogger({ service: 'publisher', level: 'silent' })
    publisher = createContext(config, log, createMetrics('publisher'))
    const luc = await desk.stack.as('luc')
    for (const text of ['Zolvara first: how do I store it?', 'Zolvara second: who makes it?']) {
      const post = await desk.stack.seedPost({ externalId: text.slice(0, 13), text })
      await decide(luc, post.caseId, closingConclusion('question_only'))
      await releaseForReply(luc, post)
    }
  }, 180_000)
  afterAll(async () => {
    await publisher?.db.destroy()
    await desk?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
  /** One pass of the publisher over a sealed ledger; gives what is public afterwards. */
  const publish = async () => {
    await sealLedger(desk.stack.db, keys)
    await publishDue(publisher, AbortSignal.timeout(20_000))
    return existsSync(platform) ? readFileSync(platform, 'utf8').trim().split('\n') : []
  }

  test('one is withdrawn in time and never leaves; the other leaves when its hold is over, and shows its receipt', {
    timeout: 300_000,
  }, async () => {
    const cho = await desk.open('cho', '/responses')
    await cho.getByRole('region', { name: 'Waiting for a draft' }).getByText('HK-000002').waitFor()
    await withoutBarrier(cho, 'replies waiting')
    const [first, second] = [await draft(cho, 'HK-000001'), await draft(cho, 'HK-000002')]

    const ben = await desk.open('ben', first)
    await signOff(ben, { both: true })
    const countdown = ben.getByText(/leaves in 0:\d\d .* can be withdrawn/)
    await countdown.waitFor()
    const shown = await countdown.textContent()
    await expect.poll(() => countdown.textContent(), soon).not.toBe(shown)
    expect(await publish()).toEqual([])
    await ben.getByRole('button', { name: 'Withdraw…' }).click()
    await ben.getByRole('dialog').getByLabel('Reason').fill('The leaflet changed this morning')
    await ben.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await ben.getByText('withdrawn', { exact: true }).waitFor()
    await ben.getByText(/Ben Brandt.*The leaflet changed this morning/).waitFor()
    await withoutBarrier(ben, 'reply withdrawn')

    await ben.goto(new URL(second, ben.url()).href)
    await signOff(ben, { both: false })
    await countdown.waitFor()
    await withoutBarrier(ben, 'reply held')
    await ben.getByText('hold is over; being sent').waitFor({ timeout: HOLD_SECONDS * 1000 + 30_000 })
    const text = await ben.getByRole('region', { name: 'The reply' }).locator('bdi').first().textContent()
    expect((await publish()).map((line) => JSON.parse(line).text)).toEqual([text])
    await ben.getByRole('heading', { name: 'Sending' }).waitFor()
    await ben.getByRole('link', { name: /at the platform/ }).waitFor()
    await withoutBarrier(ben, 'reply sent')

    await cho.goto(new URL('/responses', cho.url()).href)
    await cho.getByRole('region', { name: 'Sent' }).getByRole('link').waitFor()
    await cho.getByRole('region', { name: 'Stopped' }).getByRole('link').waitFor()
    await withoutBarrier(cho, 'replies board')
    expect(desk.complaints).toEqual([])
  })

  /** From a released post to a draft that waits for sign-off; gives its address. */
  async function draft(page: Page, caseNumber: string): Promise<string> {
    await page.goto(new URL('/responses', page.url()).href)
    await page.getByRole('region', { name: 'Waiting for a draft' }).getByText(caseNumber).click()
    await page.getByRole('button', { name: 'Draft a reply' }).click()
    await page.waitForURL(/\/responses\/./)
    await page.getByRole('button', { name: 'Submit for sign-off' }).click()
    await page.getByText('in review', { exact: true }).waitFor()
    return new URL(page.url()).pathname
  }

  /** The first signature of a session takes both components, later ones the password alone. */
  async function signOff(page: Page, { both }: { both: boolean }): Promise<void> {
    await page.getByRole('button', { name: 'Read and sign…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Password' }).fill(desk.password)
    expect(await dialog.getByLabel('Code').count()).toBe(both ? 1 : 0)
    if (both) await dialog.getByLabel('Code').fill(desk.code('ben'))
    await dialog.getByRole('button', { name: 'Sign off' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
})
