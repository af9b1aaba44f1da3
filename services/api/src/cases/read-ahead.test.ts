import { type Client, claim, conclude, forwardableConclusion, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const ahead = (who: Client, caseId: string) => who.get(`/api/cases/${caseId}/ahead`)
const viewsOf = async (actions: Promise<string[]>) =>
  (await actions).filter((a) => a === 'case.viewed').length

test('read ahead is the whole case and no view; shown, it is viewed once, when it was shown', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const got = await ahead(ana, caseId)
  expect(got.status).toBe(200)
  expect(got.body).toMatchObject({ id: caseId, awareness: { firstViewedAt: null } })
  expect(got.body.postList).toHaveLength(1)
  await ahead(ana, caseId)
  expect(await viewsOf(stack.auditActions(caseId))).toBe(0)
  const handed = await stack.db.selectFrom('case_handed_out').selectAll().execute()
  expect(handed).toMatchObject([{ case_id: caseId, person_id: ana.person?.id }])

  // The content was in the browser for a minute; it was on the screen for the last ten seconds of it.
  await sql`alter table case_handed_out disable trigger user; update case_handed_out set at = clock_timestamp() - interval '60 seconds'; alter table case_handed_out enable trigger user`.execute(
    stack.db,
  )
  await sql`alter table pv_case disable trigger user; update pv_case set flagged_at = clock_timestamp() - interval '1 hour'; alter table pv_case enable trigger user`.execute(
    stack.db,
  )
  const before = Date.now()
  const both = await Promise.all(
    [ana, ana].map((who) => who.post(`/api/cases/${caseId}/shown`, { agoMs: 10_000 })),
  )
  expect(both.map((r) => r.status)).toEqual([200, 200])
  const at = Date.parse(both[0]?.body.firstViewedAt)
  expect(both[1]?.body.firstViewedAt).toBe(both[0]?.body.firstViewedAt)
  expect(at).toBeLessThanOrEqual(before - 10_000) // never later than the true view
  expect(at).toBeGreaterThan(before - 20_000)
  expect(await viewsOf(stack.auditActions(caseId))).toBe(1)
  expect((await ben.get(`/api/cases/${caseId}`)).body.awareness.firstViewedAt).toBe(
    both[0]?.body.firstViewedAt,
  )
  expect(stack.failures).toEqual([])
})

test.each([
  ['longer ago than it was handed out', 3_600_000],
  ['this very moment', 0],
])('said to be shown %s: not before it was handed out, not after now', async (_, agoMs) => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  await ahead(ana, caseId)
  const handed = await stack.db.selectFrom('case_handed_out').select('at').executeTakeFirstOrThrow()
  const { firstViewedAt } = (await ana.post(`/api/cases/${caseId}/shown`, { agoMs })).body
  expect(Date.parse(firstViewedAt)).toBeGreaterThanOrEqual(Date.parse(handed.at))
  expect(Date.parse(firstViewedAt)).toBeLessThanOrEqual(Date.now())
})

test('the message is lost: who reads or decides it has seen it, from when they were handed it', async () => {
  await using stack = await startStack()
  const [read, acted] = [
    await stack.seedPost(),
    await stack.seedPost({ text: 'My mum (72) took Zolvara, a terrible rash' }),
  ]
  const ana = await stack.as('ana')
  for (const post of [read, acted]) await ahead(ana, post.caseId)
  const handed = new Map(
    (await stack.db.selectFrom('case_handed_out').select(['case_id', 'at']).execute()).map((h) => [
      h.case_id,
      h.at,
    ]),
  )
  const seen = (await ana.get(`/api/cases/${read.caseId}`)).body
  expect(seen.awareness.firstViewedAt).toBe(handed.get(read.caseId))

  const token = await claim(ana, acted.caseId)
  const conclusion = forwardableConclusion(acted)
  const url = `/api/cases/${acted.caseId}/conclusion`
  expect((await ana.post(url, { token, version: 1, conclusion })).status).toBe(200)
  const { first_viewed_at } = await stack.db
    .selectFrom('pv_case')
    .select('first_viewed_at')
    .where('id', '=', acted.caseId)
    .executeTakeFirstOrThrow()
  expect(first_viewed_at).toBe(handed.get(acted.caseId))
  expect(await viewsOf(stack.auditActions(acted.caseId))).toBe(1)
  expect(stack.failures).toEqual([])
})

test('handed to one and read by another: the other’s view counts, at once', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  await ahead(ana, caseId)
  const handed = await stack.db.selectFrom('case_handed_out').select('at').executeTakeFirstOrThrow()
  const seen = (await ben.get(`/api/cases/${caseId}`)).body.awareness.firstViewedAt
  expect(Date.parse(seen)).toBeGreaterThanOrEqual(Date.parse(handed.at))
  const late = (await ana.post(`/api/cases/${caseId}/shown`, { agoMs: 0 })).body
  expect(late.firstViewedAt).toBe(seen)
})

test('only who works on cases reads ahead, and only what they could claim', async () => {
  await using stack = await startStack()
  const [post, taken] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara elsewhere' })]
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  for (const who of ['cho', 'aud', 'oli']) {
    const other = await stack.as(who)
    expect((await other.get(`/api/cases/${post.caseId}/ahead`)).body.code).toBe('auth.forbidden')
    expect((await other.post(`/api/cases/${post.caseId}/shown`, { agoMs: 0 })).body.code).toBe(
      'auth.forbidden',
    )
  }
  await claim(ben, taken.caseId)
  expect((await ana.get(`/api/cases/${taken.caseId}/ahead`)).body.code).toBe('case.leased_by_other')
  const decided = await conclude(ben, post.caseId, forwardableConclusion(post))
  expect(
    (
      await ben.post('/api/signing', {
        ...ben.both(),
        items: [{ decisionId: decided.id, contentSha256: decided.contentSha256 }],
      })
    ).status,
  ).toBe(200)
  expect((await ana.get(`/api/cases/${post.caseId}/ahead`)).body.code).toBe('case.not_open')
  expect(await stack.db.selectFrom('case_handed_out').selectAll().execute()).toEqual([])
})

test('the schema refuses a view of the future, one from before the flag, and a changed handing out', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  await ahead(await stack.as('ana'), caseId)
  const api = stack.dbAs('hark_api')
  const attempt = (text: string) =>
    sql
      .raw(text)
      .execute(api)
      .then(
        () => 'done',
        (err: { code?: string }) => err.code,
      )
  for (const at of ["now() + interval '1 minute'", "flagged_at - interval '1 second'"])
    expect(await attempt(`update pv_case set first_viewed_at = ${at}`)).toBe('42501')
  expect(await attempt('update case_handed_out set at = now()')).toBe('42501')
  expect(await attempt('delete from case_handed_out')).toBe('42501')
})
