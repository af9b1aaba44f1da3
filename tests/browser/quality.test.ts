import { drawSamples } from '@hark/db'
import { closingConclusion, decide, forwardableConclusion, type SeededPost, type Stack } from '@hark/testkit'
import { describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

const SOON = new Date(Date.now() + 20 * 60_000).toISOString()

describe.skipIf(!chromiumPath)(`what was missed${without}`, () => {
  test('a sample is announced, drawn, read blind, and says what was missed', async () => {
    await using at = await startConsole()
    const { stack } = at
    const posts: SeededPost[] = []
    for (let n = 0; n < 24; n++) {
      const score = n < 4 ? 0.25 : 0.01
      const lang = n % 4 === 3 ? 'de' : 'en'
      posts.push(await stack.seedPost({ externalId: `post ${n}`, finding: { flagged: false, score, lang } }))
    }
    const ben = await stack.as('ben')
    for (const n of [1, 2, 3]) {
      const flagged = await stack.seedPost({ externalId: `flag ${n}` })
      await decide(ben, flagged.caseId, forwardableConclusion(flagged))
    }
    const page = await at.open('lea', '/quality')
    await page.getByText('No sample has been drawn yet').waitFor()
    await page.getByText(/The first is drawn when the period that runs now has ended, \w{3} \d/).waitFor()
    await withoutBarrier(page, 'quality, nothing drawn', deskAndPhone)

    await drawSamples(stack.dbAs('hark_clock'), SOON)
    const rows = await casesOf(stack)
    const [first, ...others] = rows
    for (const c of others.slice(0, -1)) await decide(ben, c.caseId, closingConclusion())
    const missed = posts.find((p) => p.id === first?.postId) as SeededPost
    await decide(ben, first?.caseId as string, forwardableConclusion(missed))
    await page.reload()
    await page.getByText(/of the newest period: /).waitFor()
    await page.getByRole('link', { name: 'open the lane Samples' }).waitFor()
    await page.getByText('How it was drawn').click()
    await withoutBarrier(page, 'quality')
    const drawn = await page
      .getByRole('region', { name: 'Samples by period' })
      .getByRole('row')
      .last()
      .textContent()
    expect(drawn).toContain(`${rows.length}${rows.length - 1}10`) // drawn = read + to read + withdrawn

    await page.getByRole('link', { name: 'open the lane Samples' }).click()
    await page.getByText(/read blind: what detection said/).waitFor()
    expect(await page.getByText(/the threshold of/).count()).toBe(0)
    await withoutBarrier(page, 'queue, samples', deskAndPhone)
    await page.getByRole('button', { name: /^Claim/ }).click()
    await page.getByText(/read blind: what detection said/).waitFor()
    await withoutBarrier(page, 'case, sample', deskAndPhone)
    expect(at.complaints).toEqual([])
  }, 240_000)
})

const casesOf = ({ db }: Stack) =>
  db
    .selectFrom('pv_case as k')
    .innerJoin('case_post as p', 'p.case_id', 'k.id')
    .select(['k.id as caseId', 'p.post_id as postId'])
    .where('k.lane', '=', 'sample')
    .orderBy('k.number')
    .execute()
