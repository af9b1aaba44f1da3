import { letterBox, sealer } from '@hark/db'
import { type Adapter, adapters, type Batch, Trouble } from '@hark/sources'
import { type Stack, startStack, TEST_KEY } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'

const ingestKey = Buffer.alloc(32, 9)
const box = letterBox(ingestKey, 'source-secret')
const programme = {
  name: 'Zolvara in Germany',
  objective: 'Hear of adverse events early.',
  strategy: 'Public posts that name the product.',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  products: [{ brand: 'Zolvara', substance: 'zolvaretine', names: [] }],
}

/** A platform that asks for everything a platform can ask for. */
const demanding: Adapter = {
  platform: 'x',
  policy: {
    ...(adapters.bluesky as Adapter).policy,
    platform: 'x',
    mayInferHealth: false,
    needsPermissionReference: true,
  },
  config: z.strictObject({ query: z.string().min(1).meta({ title: 'Search' }) }),
  secrets: { bearerToken: { label: 'Bearer token of the app' } },
  hook: { secrets: { consumerSecret: 'Consumer secret' }, verify: () => true },
  cost: () => 'About $3 a day.',
  target: { says: 'a search', config: (query) => ({ query }) },
  open: (_config, { secrets } = {}) => ({
    platform: 'x',
    async *read(): AsyncGenerator<Batch> {
      if (secrets?.bearerToken !== 'good') throw new Trouble('refused', 'http.401')
      const post = {
        platform: 'x' as const,
        externalId: '1',
        revision: '',
        authorId: 'a',
        authorHandle: '@a',
        text: 'Zolvara and a rash',
        lang: 'en',
        url: null,
        postedAt: null,
        receivedAt: '2026-11-22T00:00:00.000Z',
        parentId: null,
        rootId: null,
        quotedId: null,
        media: [],
        raw: '{}',
      }
      yield { offered: 1, unmatched: 0, posts: [post], rejected: [], removals: [], cursor: null }
    },
  }),
  replyTarget: () => null,
}

async function withPlatform() {
  const stack = await startStack({
    config: { HARK_SOURCE_BOX: box.publicKey, HARK_PUBLIC_URL: 'https://hark.example' },
  })
  stack.ctx.adapters = { ...stack.ctx.adapters, x: demanding }
  const lea = await stack.as('lea')
  const { programme: made } = (await lea.post('/api/programmes', programme)).body
  const body = {
    platform: 'x',
    target: 'zolvara',
    credentials: { bearerToken: 'good' },
    permissionReference: 'contract 7/2026',
    acknowledge: 'Lea Lindqvist',
  }
  const add = (over: object = {}, id = made.id) =>
    lea.post(`/api/programmes/${id}/sources`, { ...body, ...over })
  return Object.assign(stack, { lea, add, body, programmeId: made.id as string })
}
const added = (stack: Stack) =>
  stack.db.selectFrom('source').selectAll().where('platform', '=', 'x').execute()

test('a platform says its terms and what it asks for; a sample shows what it brings and stores nothing', async () => {
  await using stack = await withPlatform()
  const { items } = (await stack.lea.get('/api/platforms')).body
  expect(items.find((p: { platform: string }) => p.platform === 'x')).toMatchObject({
    target: 'a search',
    credentials: [{ name: 'bearerToken', optional: false }],
    hookSecrets: [{ name: 'consumerSecret' }],
    needsPermission: true,
    fields: [{ name: 'query', label: 'Search', required: true, input: { kind: 'text' } }],
    cost: 'About $3 a day.',
    pushes: true,
    pushAddress: { checked: false, subscribes: false },
    statement: expect.stringContaining('A permission must be on file'),
  })
  const good = await stack.lea.post('/api/sources/sample', {
    platform: 'x',
    target: 'zolvara',
    credentials: { bearerToken: 'good' },
  })
  expect(good.body).toMatchObject({
    posts: [{ text: 'Zolvara and a rash' }],
    trouble: null,
    cost: 'About $3 a day.',
  })
  expect(JSON.stringify(good.body)).not.toContain('@a')
  const bad = await stack.lea.post('/api/sources/sample', {
    platform: 'x',
    target: 'zolvara',
    credentials: { bearerToken: 'bad' },
  })
  expect(bad.body).toMatchObject({
    posts: [],
    trouble: 'http.401',
    advice: expect.stringMatching(/Copy them anew/),
  })
  expect((await sql`select id from post`.execute(stack.db)).rows).toEqual([])
})

test('added with everything it listens; ingest alone opens its credential, the api the secret it shares', async () => {
  await using stack = await withPlatform()
  const reply = await stack.add()
  expect(reply.status).toBe(200)
  const { sourceId, hook, made } = reply.body
  expect(hook).toBe(`https://hark.example/api/hooks/${sourceId}`)
  expect(await added(stack)).toMatchObject([
    {
      id: sourceId,
      state: 'running',
      acknowledged_by: 'Lea Lindqvist',
      permission_reference: 'contract 7/2026',
    },
  ])
  const [read] = await stack.db.selectFrom('source_secret').selectAll().execute()
  const [shared] = await stack.db.selectFrom('hook_secret').selectAll().execute()
  expect(box.open(read?.sealed as Buffer)).toBe('good')
  expect(sealer(TEST_KEY, 'hook-secret').open(shared?.sealed as Buffer)).toBe(made.consumerSecret)
  await expect(sql`select sealed from hark.source_secret`.execute(stack.dbAs('hark_api'))).rejects.toThrow(
    'permission denied',
  )
  expect((await stack.add({ credentials: { bearerToken: 'newer' } })).body.sourceId).toBe(sourceId)
  const again = await stack.db.selectFrom('source_secret').selectAll().execute()
  expect(again.map(({ sealed }) => box.open(sealed))).toEqual(['newer'])
  expect(stack.failures).toEqual([])
})

test('the address and the secret are known before it is added, the same until then, and those it then has', async () => {
  await using stack = await withPlatform()
  const ask = async (over: object = {}, by = stack.lea) =>
    by.post(`/api/programmes/${stack.programmeId}/sources/push-address`, {
      platform: 'x',
      name: 'x zolvara',
      ...over,
    })
  const { body: first } = await ask()
  expect(first.hook).toBe(`https://hark.example/api/hooks/${first.sourceId}`)
  expect((await ask()).body).toEqual({ ...first, known: false })
  expect((await ask({ name: 'another' })).body.sourceId).not.toBe(first.sourceId)
  expect(await added(stack)).toEqual([])
  expect((await ask({ platform: 'bluesky' })).status).toBe(404)
  expect((await ask({}, await stack.as('ana'))).status).toBe(403)

  const reply = await stack.add({ hookSecrets: first.made })
  expect(reply.body).toMatchObject({ sourceId: first.sourceId, hook: first.hook, made: {} })
  const [shared] = await stack.db.selectFrom('hook_secret').selectAll().execute()
  expect(sealer(TEST_KEY, 'hook-secret').open(shared?.sealed as Buffer)).toBe(first.made.consumerSecret)
  const { body: after } = await ask()
  expect(after).toMatchObject({ sourceId: first.sourceId, known: true })
  expect(after.made.consumerSecret).not.toBe(first.made.consumerSecret)
  expect(stack.failures).toEqual([])
})

test.each<[string, object, number, string]>([
  ['another name than the printed one', { acknowledge: 'Somebody Else' }, 409, 'source.not_acknowledged'],
  ['no permission on file', { permissionReference: null }, 403, 'source.forbidden_by_policy'],
  ['a missing credential', { credentials: {} }, 400, 'input.invalid'],
  ['a configuration that is none', { target: undefined, config: { query: '' } }, 400, 'input.invalid'],
  ['an unknown platform', { platform: 'fax' }, 404, 'not_found'],
  ['a file', { platform: 'file', target: '/etc/passwd' }, 404, 'not_found'],
])('with %s nothing is saved', async (_, over, status, code) => {
  await using stack = await withPlatform()
  const reply = await stack.add(over)
  expect([reply.status, reply.body.code]).toEqual([status, code])
  expect(await added(stack)).toEqual([])
})

test('every platform is served with its form', async () => {
  await using stack = await startStack({ programme: null })
  const { items } = (await (await stack.as('oli')).get('/api/platforms')).body
  expect(items).toHaveLength(12)
  expect(items.find((p: { platform: string }) => p.platform === 'linkedin').fields).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ name: 'subscription' })]),
  )
  const push = (name: string) => items.find((p: { platform: string }) => p.platform === name).pushAddress
  expect(['feed', 'discourse', 'facebook', 'bluesky'].map(push)).toEqual([
    { checked: false, subscribes: true },
    { checked: false, subscribes: false },
    { checked: true, subscribes: false },
    null,
  ])
  expect(stack.failures).toEqual([])
})

test.each([
  ['as a target', { target: '/etc/passwd' }],
  ['in the configuration', { config: { urls: ['https://place.example/feed'], paths: ['/etc/passwd'] } }],
])('a file of the host, %s, is neither shown nor added', async (_, over) => {
  await using stack = await withPlatform()
  const asked = { platform: 'feed', credentials: {}, ...over }
  const sample = await stack.lea.post('/api/sources/sample', asked)
  expect([sample.status, sample.body.code]).toEqual([400, 'input.invalid'])
  const { target: _none, ...body } = stack.body
  const added = await stack.lea.post(`/api/programmes/${stack.programmeId}/sources`, { ...body, ...asked })
  expect([added.status, added.body.code]).toEqual([400, 'input.invalid'])
})

test('a programme whose purpose is not written, or a practice one, listens to nothing', async () => {
  await using stack = await withPlatform()
  const { id } = stack.programme
  expect((await stack.add({}, id)).body.code).toBe('programme.incomplete')
  const practice = await stack.seedProgramme({ kind: 'practice' })
  expect((await stack.add({}, practice.id)).body.code).toBe('programme.is_practice')
})

test('without a box for ingest a credential is refused, not kept', async () => {
  await using stack = await withPlatform()
  stack.ctx.sealForIngest = null
  expect((await stack.add()).body.code).toBe('input.invalid')
  expect((await sql`select name from source_secret`.execute(stack.db)).rows).toEqual([])
})

test('an auditor sees what became of a deleted post', async () => {
  await using stack = await withPlatform()
  const post = await stack.seedPost({ externalId: 'at://did:plc:a/app.bsky.feed.post/1' })
  const aud = await stack.as('aud')
  const { items } = (
    await aud.get(`/api/removals/${encodeURIComponent('at://did:plc:a/app.bsky.feed.post/1')}`)
  ).body
  expect(items).toMatchObject([
    { postId: post.id, erasedAt: null, steps: [], copies: { content: true, searchWords: true } },
  ])
  expect((await aud.get('/api/removals/never')).body).toEqual({ items: [] })
  expect((await (await stack.as('cho')).get('/api/removals/never')).status).toBe(403)
})
