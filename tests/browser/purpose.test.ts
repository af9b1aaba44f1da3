import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

const purpose = {
  objective: 'Hear of events early',
  strategy: 'Blogs of patients',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
}

describe.skipIf(!chromiumPath)(`a purpose that two people write${without}`, () => {
  let at: ConsoleStack
  beforeAll(async () => {
    at = await startConsole()
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  async function began(name: string, objective: string): Promise<{ page: Page; id: string }> {
    const { id } = await at.stack.seedProgramme({ kind: 'live', name })
    await at.stack.db.updateTable('programme').set(purpose).where('id', '=', id).execute()
    const page = await at.open('lea', `/programmes/${id}/purpose`)
    await page.getByRole('textbox', { name: 'Objective' }).fill(objective)
    await page.getByLabel('Reason for the change').fill('agreed in the safety board')
    return { page, id }
  }
  const somebodySaves = (id: string, objective: string) =>
    at.stack.db.updateTable('programme').set({ objective }).where('id', '=', id).execute()
  const objectiveOf = async (id: string) =>
    (await at.stack.db.selectFrom('programme').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
      .objective
  const panel = (page: Page) => page.getByRole('region', { name: 'Somebody changed this since' })
  const objective = (page: Page) => page.getByRole('textbox', { name: 'Objective' })

  test('is not written over by who began before: both are shown, and a person chooses', {
    timeout: 120_000,
  }, async () => {
    const { page, id } = await began('Zolvara here', 'Hear of events at once')
    await somebodySaves(id, 'Hear of everything there is')
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await panel(page).getByText('Hear of everything there is').waitFor()
    await panel(page).getByText('Hear of events at once').waitFor()
    expect(await objectiveOf(id)).toBe('Hear of everything there is')
    expect(
      await page.getByRole('button', { name: 'Save', exact: true }).getAttribute('aria-description'),
    ).toMatch(/Choose first/)
    await withoutBarrier(page, 'overtaken', deskAndPhone)
    await panel(page).getByRole('button', { name: 'Go on with mine' }).press('Enter')
    expect(await panel(page).count()).toBe(0)
    expect(await page.evaluate('document.activeElement.localName')).toBe('form')
    await page.getByText('What somebody saved since').click()
    await page.getByText('Hear of everything there is').waitFor()
    await withoutBarrier(page, 'chosen', deskAndPhone)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(/tab=programmes/)
    expect(await objectiveOf(id)).toBe('Hear of events at once')
  })

  test('and a draft that was kept is not lost to a newer text, nor over a crash', {
    timeout: 120_000,
  }, async () => {
    const { page, id } = await began('Zolvara there', 'Hear of events this minute')
    await somebodySaves(id, 'Hear of what matters')
    await page.reload()
    await panel(page).getByRole('button', { name: 'Go on with what is saved' }).click()
    expect(await objective(page).inputValue()).toBe('Hear of what matters')
    await page.reload()
    await page.getByText('What you had written').click()
    await page.getByText('Hear of events this minute').waitFor()
    await page.getByRole('button', { name: 'Write with this instead' }).click()
    expect(await objective(page).inputValue()).toBe('Hear of events this minute')
    expect(at.complaints).toEqual([])
  })
})
