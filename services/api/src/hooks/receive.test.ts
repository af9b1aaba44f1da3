import { expireDeliveries, sealer, waitingDeliveries } from '@hark/db'
import { type Adapter, adapters, type Hook, hmacSha256, plainReply, sameSecret } from '@hark/sources'
import { type Stack, startStack, TEST_KEY } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const secret = 'a secret both sides know'
/** As Meta and many others do it: a challenge by GET, an HMAC over the raw bytes by POST. */
const hook: Hook = {
  secrets: { app_secret: 'the secret of the app' },
  handshake: ({ method, query }, { app_secret = '' }) => {
    if (method !== 'GET') return null
    return sameSecret(query.get('verify') ?? undefined, app_secret)
      ? plainReply(query.get('challenge') ?? '')
      : plainReply('', 403)
  },
  verify: ({ headers, body }, { app_secret = '' }) =>
    sameSecret(headers['x-signature'], hmacSha256(app_secret, body)),
  deliveryId: ({ headers }) => headers['x-delivery'] ?? null,
}

async function listening(stack: Stack) {
  stack.ctx.adapters = { bluesky: { ...(adapters.bluesky as Adapter), hook } }
  const { sourceId } = stack.programme
  const sealed = sealer(TEST_KEY, 'hook-secret').seal(secret)
  await stack.db
    .insertInto('hook_secret')
    .values({ source_id: sourceId, name: 'app_secret', sealed })
    .execute()
  const push = (body: string | Buffer, headers: Record<string, string> = {}) =>
    stack.app.inject({
      method: 'POST',
      url: `/api/hooks/${sourceId}`,
      headers: { 'content-type': 'application/json', 'x-signature': hmacSha256(secret, body), ...headers },
      payload: body,
    })
  const stored = () => stack.db.selectFrom('hook_delivery').selectAll().orderBy('received_at').execute()
  return { sourceId, push, stored }
}

test('a delivery is stored byte for byte before it is answered, whatever its type', async () => {
  await using stack = await startStack()
  const { push, stored } = await listening(stack)
  const odd = Buffer.from([0x7b, 0x20, 0x00, 0xff, 0x7d])
  for (const type of [
    'application/json',
    'application/json;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'text/xml; a=b',
    'application/atom+xml',
  ])
    expect(
      (
        await push(Buffer.concat([odd, Buffer.from(type)]), {
          'content-type': type,
          cookie: 'a=b',
          authorization: 'x',
        })
      ).statusCode,
    ).toBe(200)
  const rows = await stored()
  expect(rows.map(({ body }) => body?.subarray(0, 5))).toEqual(Array(5).fill(odd))
  expect(Object.keys(rows[0]?.headers as object)).toEqual(['content-type'])
  expect(stack.failures).toEqual([])
})

test('what is not signed over these very bytes is refused and leaves nothing', async () => {
  await using stack = await startStack()
  const { push, stored, sourceId } = await listening(stack)
  expect((await push('{}', { 'x-signature': hmacSha256('guessed', '{}') })).statusCode).toBe(401)
  expect((await push('{}', { 'x-signature': '' })).statusCode).toBe(401)
  expect((await push('{ }', { 'x-signature': hmacSha256(secret, '{}') })).statusCode).toBe(401)
  expect((await stack.app.inject({ method: 'GET', url: `/api/hooks/${sourceId}` })).statusCode).toBe(403)
  expect((await push('x'.repeat(1_048_577))).statusCode).toBe(413)
  expect(await stored()).toEqual([])
})

test('the handshake is answered, to whoever knows the secret', async () => {
  await using stack = await startStack()
  const { sourceId } = await listening(stack)
  const url = `/api/hooks/${sourceId}?challenge=1158&verify=`
  const good = await stack.app.inject({ method: 'GET', url: url + encodeURIComponent(secret) })
  expect([good.statusCode, good.body]).toEqual([200, '1158'])
  expect((await stack.app.inject({ method: 'GET', url: `${url}guess` })).statusCode).toBe(403)
})

test('a repeated delivery is the same one, also at the same moment', async () => {
  await using stack = await startStack()
  const { push, stored } = await listening(stack)
  const replies = await Promise.all(Array.from({ length: 8 }, () => push('{"n":1}', { 'x-delivery': 'd-1' })))
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200))
  await push('{"n":2}')
  await push('{"n":2}')
  expect(await stored()).toHaveLength(2)
})

test('nothing is there for other sources, other platforms, ended sources and other verbs', async () => {
  await using stack = await startStack()
  const { push, stored, sourceId } = await listening(stack)
  const at = (id: string, method: 'POST' | 'PUT' = 'POST') =>
    stack.app.inject({ method, url: `/api/hooks/${id}` })
  expect((await at('018f0000-0000-7000-8000-000000000000')).statusCode).toBe(404)
  expect((await at("'; drop table post; --")).statusCode).toBe(404)
  expect((await at(sourceId, 'PUT')).statusCode).toBe(404)
  await sql`update source set state = 'paused'`.execute(stack.db)
  expect((await push('{}')).statusCode).toBe(503)
  await sql`update source set state = 'ended'`.execute(stack.db)
  expect((await push('{}')).statusCode).toBe(404)
  stack.ctx.adapters = {}
  expect((await push('{}')).statusCode).toBe(404)
  expect(await stored()).toEqual([])
})

test('the api can neither read a delivery nor a reading credential; bodies nobody could parse go after three days', async () => {
  await using stack = await startStack()
  const { push, sourceId } = await listening(stack)
  await push('{"text":"somebody"}')
  const api = stack.dbAs('hark_api')
  await expect(sql`select body from hark.hook_delivery`.execute(api)).rejects.toThrow('permission denied')
  await expect(sql`select sealed from hark.source_secret`.execute(api)).rejects.toThrow('permission denied')
  const clock = stack.dbAs('hark_clock')
  await sql`update hook_delivery set drained_at = now(), outcome = 'malformed', received_at = now() - interval '73 hours'`.execute(
    stack.db,
  )
  expect(await expireDeliveries(clock)).toBe(1)
  await sql`update hook_delivery set received_at = now() - interval '31 days'`.execute(stack.db)
  expect(await expireDeliveries(clock)).toBe(1)
  expect(await waitingDeliveries(stack.dbAs('hark_ingest'), sourceId, 10)).toEqual([])
})
