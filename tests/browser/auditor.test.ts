import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { announceKey } from '@hark/db'
import { generateNoteKey } from '@hark/ledger'
import { decide, forwardableConclusion, ledgerKeys, sealLedger } from '@hark/testkit'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flipByte } from '../journey/bundle-bytes.ts'
import { runCli } from '../journey/run-cli.ts'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

describe.skipIf(!chromiumPath)(`the auditor's day${without}`, () => {
  const keys = ledgerKeys()
  const folder = mkdtempSync(join(tmpdir(), 'hark-auditor-'))
  let desk: ConsoleStack
  let page: Page
  let caseId = ''
  beforeAll(async () => {
    desk = await startConsole({
      HARK_LEDGER_VKEY: keys.vkey,
      HARK_EXPORT_KEY: generateNoteKey('hark.invalid/export/test').skey,
    })
    const { ctx, db } = desk.stack
    if (!ctx.exportSigner) throw new Error('no export key')
    await announceKey(ctx.db, ctx.exportSigner, 'export', { id: 'api', kind: 'service' })
    const post = await desk.stack.seedPost()
    caseId = post.caseId
    await decide(await desk.stack.as('ben'), caseId, forwardableConclusion(post))
    await desk.stack.seedPost({ externalId: 'another', text: 'Zolvara gave me hives' })
    page = await desk.open('aud', '/audit')
    await sealLedger(db, keys)
  }, 180_000)
  afterAll(async () => {
    await desk?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
  const entries = () => page.getByRole('main').getByRole('listitem')
  const tab = (name: string) => page.getByRole('tab', { name }).click()

  test('filters the timeline to who did what, and finds it again by its address', {
    timeout: 180_000,
  }, async () => {
    await entries().filter({ hasText: 'Case opened' }).first().waitFor()
    await withoutBarrier(page, 'audit timeline')
    await page.getByLabel('What').selectOption({ label: 'Decision signed' })
    await expect.poll(() => entries().count(), soon).toBe(1)
    await page.getByLabel('What').selectOption({ label: 'Anything' })
    await page.getByLabel('Who').fill('ben')
    await page.getByLabel('Who').press('Enter')
    await expect.poll(() => entries().filter({ hasNotText: 'Ben Brandt' }).count(), soon).toBe(0)
    await entries().filter({ hasText: 'Decision signed' }).waitFor()
    await page.reload()
    await entries().filter({ hasText: 'Decision signed' }).waitFor()
    expect(await page.getByLabel('Who').inputValue()).toBe('ben')
    await page.getByLabel('To').fill('2020-01-01')
    await page.getByText('No entry matches').waitFor()
    await page.getByLabel('To').fill('')
    const signed = entries().filter({ hasText: 'Decision signed' })
    await signed.getByText('Exact record').click()
    const record = (await signed.locator('pre').textContent()) as string
    expect(record).toContain('"action":"decision.signed"')
    await signed.getByText(createHash('sha256').update(`\0${record}`).digest('hex')).waitFor()
  })

  test('reads the trail of a case on one page, and cannot decide it', { timeout: 180_000 }, async () => {
    await entries()
      .filter({ hasText: 'Decision signed' })
      .getByRole('link', { name: 'trail of the case' })
      .click()
    await page.waitForURL(`**/audit/cases/${caseId}`)
    await page.getByText(/Ben Brandt.*concluded this and stands by it/).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Case opened' }).first().waitFor()
    await withoutBarrier(page, 'audit case')
    await page.getByRole('link', { name: 'Open the case' }).click()
    await page.getByRole('region', { name: 'Evidence and decision' }).waitFor()
    expect(await page.getByRole('button', { name: /^(Conclude|Claim)/ }).count()).toBe(0)
    expect(desk.complaints).toEqual([])
  })

  test('verifies the whole ledger in front of their eyes, and is told which entry was changed', {
    timeout: 180_000,
  }, async () => {
    await sealLedger(desk.stack.db, keys) // as the clock does every second: who signs in is in the ledger, too
    await page.goto(new URL('/audit', page.url()).href)
    await tab('Verify')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await page.getByText('The whole ledger is valid').waitFor()
    expect(await page.locator('[data-outcome=fail]').count()).toBe(0)
    await withoutBarrier(page, 'audit verify')

    const at = await behindOurBack('case.held')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await page.getByText('The ledger is NOT valid').waitFor()
    await page.getByText(`First bad entry: № ${at}`, { exact: false }).waitFor()
    await withoutBarrier(page, 'audit not valid')
    await behindOurBack('case.opened')
  })

  test('exports a period, which verifies with neither server nor database, and not with one byte changed', {
    timeout: 240_000,
  }, async () => {
    await tab('Export')
    const today = (await page.evaluate(`new Date().toLocaleDateString('sv')`)) as string
    const button = page.getByRole('button', { name: 'Download bundle' })
    expect(await button.getAttribute('aria-description')).toBe('Choose the period.')
    await page.getByLabel('From').fill(today)
    await page.getByLabel('To, that day included').fill(today)
    await withoutBarrier(page, 'audit export')
    const coming = page.waitForEvent('download')
    await button.click()
    const download = await coming
    const bundle = join(folder, download.suggestedFilename())
    await download.saveAs(bundle)
    await page.getByRole('listitem').filter({ hasText: 'Aud Aune' }).waitFor()

    await tab('Verify')
    const vkey = (await page.locator('code', { hasText: '+' }).first().textContent()) ?? ''
    const verify = (file: string) =>
      runCli(['verify', file, '--vkey', vkey], { HARK_DATA: join(folder, 'nothing-here'), HARK_OFFLINE: '1' })
    expect(await verify(bundle)).toMatchObject({ code: 0, stderr: '' })
    const changed = join(folder, 'changed.tar')
    writeFileSync(changed, flipByte(readFileSync(bundle), 'tile/entries/000'))
    expect(await verify(changed)).toMatchObject({ code: 1, stdout: expect.stringContaining('entry') })
    expect(desk.complaints).toEqual([])
  })

  /** What somebody with all rights of the database makes of the entry that opened the case; gives its place. */
  async function behindOurBack(action: string): Promise<number> {
    const { db } = desk.stack
    const { leaf_index: at } = await db
      .selectFrom('ledger_entry')
      .select('leaf_index')
      .where('object_id', '=', caseId)
      .orderBy('staged_no')
      .executeTakeFirstOrThrow()
    const change = `update ledger_entry set action = '${action}' where leaf_index = ${at}`
    await sql
      .raw(`set session_replication_role = replica; ${change}; reset session_replication_role`)
      .execute(db)
    return at as number
  }
})
