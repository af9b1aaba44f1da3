import { sealer } from '@hark/db'
import { type Adapter, adapters, hmacSha256 } from '@hark/sources'
import { type Stack, startStack, TEST_KEY } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { beatOnce } from './presence.ts'

const secret = 'a secret both sides know'

/** The stack's source, as one that is pushed to and asks for nothing. */
async function pushedTo(stack: Stack, only = true) {
  const hook: Adapter['hook'] = {
    secrets: { app_secret: 'the secret of the app' },
    verify: ({ headers, body }, { app_secret = '' }) =>
      headers['x-signature'] === hmacSha256(app_secret, body),
  }
  const { platform, sourceId } = stack.programme
  stack.ctx.adapters = {
    [platform]: { ...(adapters.bluesky as Adapter), hook, pushedOnly: () => only },
  }
  const sealed = sealer(TEST_KEY, 'hook-secret').seal(secret)
  await stack.db
    .insertInto('hook_secret')
    .values({ source_id: sourceId, name: 'app_secret', sealed })
    .execute()
  const push = async (body: string, by = secret) => {
    const headers = { 'content-type': 'application/json', 'x-signature': hmacSha256(by, body) }
    const url = `/api/hooks/${sourceId}`
    return (await stack.app.inject({ method: 'POST', url, headers, payload: body })).statusCode
  }
  const oli = await stack.as('oli')
  const shown = async () => (await oli.get('/api/sources')).body.items[0]
  return { sourceId, push, oli, shown }
}

test('what is refused is counted and shown with the last good one, until a good one comes', async () => {
  await using stack = await startStack()
  const { push, shown, oli } = await pushedTo(stack)
  expect(await shown()).toMatchObject({ lastPushAt: null, notices: [] })
  expect(await push('{"n":1}')).toBe(200)
  const { lastPushAt } = await shown()
  expect(Date.now() - Date.parse(lastPushAt)).toBeLessThan(60_000)
  expect(await Promise.all(['a', 'b', 'c'].map((body) => push(body, 'another secret')))).toEqual([
    401, 401, 401,
  ])
  const refused = { kind: 'push_refused', says: expect.stringMatching(/^Refused deliveries: 3,/) }
  expect(await shown()).toMatchObject({ lastPushAt, notices: [refused] })
  const { notices } = (await oli.get('/api/coverage')).body
  expect(notices).toMatchObject([{ ...refused, source: expect.any(String) }])
  expect(await push('{"n":2}')).toBe(200)
  expect((await shown()).notices).toEqual([])
})

test('silence is told by what is usual, where nothing is asked beside the pushes', async () => {
  await using stack = await startStack()
  const { push, shown, sourceId } = await pushedTo(stack)
  await push('{"n":1}')
  await sql`update source_push set good_at = now() - interval '5 hours'`.execute(stack.db)
  await sql`insert into source_push_day select ${sourceId}, current_date - n, 3600 from generate_series(1, 6) n`.execute(
    stack.db,
  )
  expect((await shown()).notices).toMatchObject([
    { kind: 'push_quiet', says: expect.stringMatching(/5 times .* \(60 min\)/) },
  ])
  await push('{"n":2}')
  expect((await shown()).notices).toEqual([])
  const { rows } = await sql<{ longest: number }>`
    select longest_s as longest from source_push_day where day = current_date`.execute(stack.db)
  expect(Math.round((rows[0]?.longest ?? 0) / 60)).toBe(300)
})

test('an absence of the api is a gap of who hears by pushes alone; a short one, and the first beat, are none', async () => {
  await using stack = await startStack()
  const { sourceId } = await pushedTo(stack)
  await sql`update source set acknowledged_at = now() - interval '1 day'`.execute(stack.db)
  const gaps = () =>
    stack.db.selectFrom('coverage_gap').select(['from_at', 'to_at', 'reason', 'state', 'lane']).execute()
  const awayFor = (minutes: number) =>
    sql`update service_beat set at = now() - make_interval(mins => ${minutes})`.execute(stack.db)
  expect(await beatOnce(stack.ctx)).toBe(0)
  expect(await beatOnce(stack.ctx)).toBe(0)
  expect(await gaps()).toEqual([])
  await awayFor(90)
  expect(await Promise.all([beatOnce(stack.ctx), beatOnce(stack.ctx)])).toContain(1)
  const [gap, ...others] = await gaps()
  expect(others).toEqual([])
  expect(gap).toMatchObject({ reason: 'push.away', state: 'lost', lane: 'push' })
  const minutes = (Date.parse(String(gap?.to_at)) - Date.parse(String(gap?.from_at))) / 60_000
  expect(Math.round(minutes)).toBe(90)
  expect(await stack.auditActions(sourceId)).toContain('coverage.gap_opened')
})

test('who is asked beside the pushes, is paused, or was added since, missed nothing by it', async () => {
  await using stack = await startStack()
  await pushedTo(stack, false)
  const awayTwice = async (change: ReturnType<typeof sql>) => {
    await change.execute(stack.db)
    await sql`insert into service_beat values ('api', now() - interval '90 minutes')
      on conflict (service) do update set at = excluded.at`.execute(stack.db)
    await beatOnce(stack.ctx)
    return (await stack.db.selectFrom('coverage_gap').select('id').execute()).length
  }
  expect(await awayTwice(sql`select 1`)).toBe(0)
  const { platform } = stack.programme
  stack.ctx.adapters = {
    [platform]: { ...(stack.ctx.adapters[platform] as Adapter), pushedOnly: () => true },
  }
  expect(await awayTwice(sql`update source set state = 'paused'`)).toBe(0)
  expect(
    await awayTwice(sql`update source set state = 'running', acknowledged_at = now() + interval '1 second'`),
  ).toBe(0)
  expect(await awayTwice(sql`update source set acknowledged_at = now() - interval '1 day'`)).toBe(1)
})

test('a configuration that is none any more hides no source, and is not counted as deaf', async () => {
  await using stack = await startStack()
  const { sourceId } = await stack.seedProgramme({ platform: 'discourse' })
  const oli = await stack.as('oli')
  const { items } = (await oli.get('/api/sources')).body
  expect(items.map(({ id }: { id: string }) => id)).toContain(sourceId)
  await sql`insert into service_beat values ('api', now() - interval '90 minutes')`.execute(stack.db)
  expect(await beatOnce(stack.ctx)).toBe(0)
})
