import { closingConclusion, decide, ledgerKeys, releaseForReply, sealLedger } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

describe.skipIf(!chromiumPath)(`a reply no machine can send${without}`, () => {
  let at: ConsoleStack
  beforeAll(async () => {
    at = await startConsole({ HARK_HOLD_SECONDS: 1 })
  }, 120_000)
  afterAll(() => at?.[Symbol.asyncDispose]())

  test('is signed like any other; then who takes it out has it copied, and is named in the record', {
    timeout: 180_000,
  }, async () => {
    const [ana, ben, cho] = await Promise.all(['ana', 'ben', 'cho'].map(at.stack.as))
    if (!ana || !ben || !cho) throw new Error('nobody there')
    const x = await at.stack.seedProgramme({ platform: 'x', kind: 'live', replyAccount: '1234567890' })
    const post = await at.stack.seedPost({ externalId: '1991234567890123' }, x)
    await decide(ana, post.caseId, closingConclusion('question_only'))
    await releaseForReply(ana, post)
    const asked = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
    const { body: reply } = await cho.post('/api/responses', asked)

    at.stack.clock.advance(60_000) // whoever signed in over the api has used the code of this half minute
    const page = await at.open('cho', `/responses/${reply.id}`)
    const hand = page.getByRole('region', { name: 'Posted by hand' })
    const button = hand.getByRole('button', { name: 'Copy text and open post' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await cho.post(`/api/responses/${reply.id}/submit`)
    const shown = { ...ben.both(), contentSha256: reply.versions[0].contentSha256, meaning: 'pv_approve' }
    expect((await ben.post(`/api/responses/${reply.id}/signature`, shown)).status).toBe(200)
    await sealLedger(at.stack.db, ledgerKeys())

    // No call leaves this machine: what would be opened is answered here.
    await page.context().route('https://x.com/**', (route) => route.fulfill({ body: 'X' }))
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.reload()
    await expect.poll(() => button.getAttribute('aria-disabled'), { timeout: 20_000 }).toBeNull()
    const opening = page.context().waitForEvent('page')
    await button.click()
    expect((await opening).url()).toContain('1991234567890123')
    await hand.getByText('Cho Chen').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(reply.versions[0].text)
    expect(await button.count()).toBe(0)
    await withoutBarrier(page, 'taken out', deskAndPhone)
    expect((await at.stack.auditActions(reply.id)).at(-1)).toBe('response.taken_out')

    await hand.getByLabel('Address of the posted reply').fill('https://elsewhere.example/1')
    await hand.getByRole('button', { name: 'Record' }).click()
    await hand.getByText(/at elsewhere\.example, and the post is at x\.com/).waitFor()
    await hand.getByLabel('Address of the posted reply').fill('https://x.com/brand/status/42')
    await hand.getByRole('button', { name: 'Record' }).click()
    await hand.getByRole('link', { name: /brand\/status\/42/ }).waitFor()
    await hand.getByRole('button', { name: /Correct this/ }).click()
    await hand.getByText('It is not posted').click()
    await hand.getByLabel('Why not').fill('it was another reply')
    await hand.getByRole('button', { name: 'Record' }).click()
    await hand.getByText(/Not posted/).waitFor()
    await hand.getByText(/corrected since/).waitFor()
    await withoutBarrier(page, 'reported', deskAndPhone)
    expect((await at.stack.auditActions(reply.id)).at(-1)).toBe('response.hand_reported')
    expect(at.complaints).toEqual([])
  })
})
