import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

describe.skipIf(!chromiumPath)(`cases in the reviewer's hands${without}`, () => {
  let desk: ConsoleStack
  beforeAll(async () => {
    desk = await startConsole()
  }, 120_000)
  afterAll(() => desk?.[Symbol.asyncDispose]())

  const stateOf = async (caseId: string) =>
    (
      await desk.stack.db
        .selectFrom('pv_case')
        .select('state')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
    ).state
  const claimed = (page: Page) => page.getByText(/You have this case/).waitFor()
  const dialog = (page: Page) => page.getByRole('dialog')

  test('a case is set aside and given back with a reason, which its history tells', {
    timeout: 180_000,
  }, async () => {
    const { caseId } = await desk.stack.seedPost({ externalId: 'aside' })
    const page = await desk.open('ana', `/cases/${caseId}`)
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await claimed(page)
    await page.keyboard.press('h')
    await dialog(page).getByLabel('Reason').fill('Waiting for the translation')
    await withoutBarrier(page, 'hold dialog')
    await dialog(page).getByRole('button', { name: 'Hold', exact: true }).click()
    await page.getByText('On hold: “Waiting for the translation”', { exact: false }).waitFor()
    expect(await stateOf(caseId)).toBe('held')
    await withoutBarrier(page, 'case on hold')
    await page.goto(new URL('/queue?state=held', page.url()).href)
    await page.getByRole('option').getByText('on hold: Waiting for the translation').waitFor()

    await page.goto(new URL(`/cases/${caseId}`, page.url()).href)
    await page.getByRole('button', { name: 'Take back from hold' }).click()
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await claimed(page)
    await page.keyboard.press('c')
    await dialog(page).getByLabel('Reason').fill('Ben reads Finnish')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Claim', exact: true }).waitFor()
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('Ben reads Finnish').waitFor()
    await history.getByText('Waiting for the translation').waitFor()
    expect(await stateOf(caseId)).toBe('open')
    expect(desk.complaints).toEqual([])
  })

  test('two patients of one post become two cases, are one again, and what was done is undone', {
    timeout: 240_000,
  }, async () => {
    const post = await desk.stack.seedPost({
      externalId: 'two',
      text: 'Zolvara gave my mum hives, and my dad a headache',
    })
    const page = await desk.open('ben', `/cases/${post.caseId}`)
    await page.getByRole('button', { name: 'Claim', exact: true }).click()
    await claimed(page)
    const split = async () => {
      await page.keyboard.press('s')
      await dialog(page).getByLabel('Patient of the new case').fill('my dad')
      await dialog(page).getByRole('button', { name: 'Split', exact: true }).click()
      await dialog(page).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo', exact: true }).first().waitFor()
    }
    await page.keyboard.press('s')
    await withoutBarrier(page, 'split dialog')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await split()
    expect(await others(post)).toEqual(['open'])
    await page.keyboard.press('u')
    await expect.poll(() => others(post), soon).toEqual(['joined'])

    await split()
    await expect.poll(() => others(post), soon).toEqual(['joined', 'open'])
    await page.keyboard.press('Shift+J')
    await dialog(page).getByRole('radio').first().check()
    await dialog(page).getByText('my dad a headache').waitFor()
    await withoutBarrier(page, 'join dialog')
    await dialog(page).getByRole('button', { name: 'Join', exact: true }).click()
    await expect.poll(() => others(post), soon).toEqual(['joined', 'joined'])
    await page.keyboard.press('u')
    await expect.poll(() => others(post), soon).toEqual(['joined', 'open'])
    expect((await desk.stack.auditActions(post.caseId)).filter((a) => /split|join|undo/.test(a))).toEqual([
      'case.split',
      'case.undone',
      'case.split',
      'case.joined',
      'case.undone',
    ])
    expect(desk.complaints).toEqual([])
  })

  /** States of the cases that were split off this one, oldest first. */
  async function others({ id, caseId }: { id: string; caseId: string }): Promise<string[]> {
    const rows = await desk.stack.db
      .selectFrom('case_post as p')
      .innerJoin('pv_case as k', 'k.id', 'p.case_id')
      .select('k.state')
      .where('p.post_id', '=', id)
      .where('k.id', '<>', caseId)
      .orderBy('k.number')
      .execute()
    return rows.map((r) => r.state)
  }
})
