import { connect, insertProgramme, type NewProgramme } from '@hark/db'
import { type Adapter, adapters, type Batch, Trouble } from '@hark/sources'
import { createTestDatabase } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { addTo, type Given, type Setting } from './add.ts'

const whole: NewProgramme = {
  name: 'Zolvara',
  kind: 'live',
  objective: 'Hear of adverse events early.',
  strategy: 'Public posts that name the product.',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  replyAccount: null,
  products: [{ group: 'zolvara', brand: 'Zolvara', substance: 'zolvaretine', own: true, names: [] }],
}

/** A platform that asks for everything a platform can ask for. */
const demanding = (over: Partial<Adapter> = {}): Adapter => ({
  platform: 'x',
  policy: {
    ...(adapters.bluesky as Adapter).policy,
    platform: 'x',
    mayInferHealth: false,
    needsPermissionReference: true,
  },
  config: z.strictObject({ query: z.string().min(1) }),
  secrets: { bearerToken: { label: 'Bearer token of the app' } },
  hook: { secrets: { consumerSecret: 'Consumer secret' }, verify: () => true },
  cost: () => 'About $3 a day.',
  target: { says: 'a search', config: (query) => ({ query }) },
  open: (_config, { secrets } = {}) => ({
    platform: 'x',
    async *read(): AsyncGenerator<Batch> {
      if (secrets?.bearerToken !== 'good') throw new Trouble('refused', 'http.401')
      const { posts } = sample
      yield { offered: 1, unmatched: 0, posts, rejected: [], removals: [], cursor: null }
    },
  }),
  replyTarget: () => null,
  ...over,
})
const sample: Pick<Batch, 'posts'> = {
  posts: [
    {
      platform: 'x',
      externalId: '1',
      revision: '',
      authorId: null,
      authorHandle: null,
      text: 'Zolvara and\na rash',
      lang: 'en',
      url: null,
      postedAt: null,
      receivedAt: '2026-11-22T00:00:00.000Z',
      parentId: null,
      rootId: null,
      quotedId: null,
      media: [],
      raw: '{}',
    },
  ],
}

async function adding(programme: Partial<NewProgramme> = {}) {
  const base = await createTestDatabase()
  const db = connect({ url: base.url() })
  await db
    .transaction()
    .execute((trx) => insertProgramme(trx, { ...whole, ...programme }, { id: 't', kind: 'service' }))
  const [said, asked]: [string[], string[]] = [[], []]
  const add = (given: Partial<Given>, adapter = demanding(), env: Record<string, string> = {}) => {
    const setting: Setting = {
      env: { X_BEARER_TOKEN: 'good', ...env },
      person: {
        ask: async (question) => {
          asked.push(question)
          return null
        },
      },
      say: (line) => said.push(line),
      secretOf: (id, name) => `${name} of ${id}`,
      key: Buffer.alloc(32, 7),
      seal: ({ read, hook }) => ({ read: sealed(read), hook: sealed(hook) }),
    }
    return addTo(db, adapter, { programme: 'Zolvara', target: 'zolvara', ...given }, setting)
  }
  const sources = () => db.selectFrom('source').selectAll().execute()
  const close = async () => {
    await db.destroy()
    await base[Symbol.asyncDispose]()
  }
  return { db, add, said, asked, sources, [Symbol.asyncDispose]: close }
}
const sealed = (plain: Record<string, string>) =>
  Object.fromEntries(Object.entries(plain).map(([k, v]) => [k, Buffer.from(`sealed ${v}`)]))
const accepted = { acknowledge: 'Lea Lindqvist', permission: 'contract 7/2026' }

test.each([
  ['objective', ''],
  ['strategy', ' '],
  ['markets', []],
  ['languages', []],
  ['responsible', []],
])(
  'a programme without its %s listens to nothing, and nothing is asked or read for it',
  async (field, empty) => {
    await using here = await adding({ [field]: empty })
    await expect(here.add(accepted)).rejects.toMatchObject({ code: 'programme.incomplete' })
    expect([here.said, here.asked, await here.sources()]).toEqual([[], [], []])
  },
)

test('sample, cost and terms are shown; accepted by name it listens, its secrets sealed apart', async () => {
  await using here = await adding()
  expect(await here.add(accepted)).toBe(0)
  const told = here.said.join('\n')
  for (const words of ['Zolvara and a rash', 'About $3 a day.', 'A permission must be on file'])
    expect(told).toContain(words)
  const [source] = await here.sources()
  expect(source).toMatchObject({
    state: 'running',
    platform: 'x',
    name: 'x zolvara',
    config: { query: 'zolvara' },
    acknowledged_by: 'Lea Lindqvist',
    permission_reference: 'contract 7/2026',
  })
  const { rows } = await sql<{
    name: string
    sealed: Buffer
  }>`select name, sealed from source_secret union all select name, sealed from hook_secret`.execute(here.db)
  expect(rows.map(({ name, sealed }) => [name, sealed.toString().slice(0, 11)])).toEqual([
    ['bearerToken', 'sealed good'],
    ['consumerSecret', expect.stringMatching(/^sealed /)],
  ])
  expect(JSON.stringify(source?.config)).not.toContain('good')
})

test('the address and the secret to enter at the platform are told before anything is saved, and are those it then has', async () => {
  await using here = await adding()
  const env = { HARK_PUBLIC_URL: 'https://hark.example' }
  const said = (line: RegExp) => here.said.map((one) => line.exec(one)?.[1]).filter(Boolean)
  expect(await here.add({ permission: 'contract 7/2026' }, demanding(), env)).toBe(1)
  expect(await here.sources()).toEqual([])
  expect(await here.add(accepted, demanding(), env)).toBe(0)
  const [source] = await here.sources()
  const address = `https://hark.example/api/hooks/${source?.id}`
  expect(said(/^Have x push to: (.*)$/)).toEqual([address, address])
  const secret = `consumerSecret of ${source?.id}`
  expect(said(/^Consumer secret: (.*)$/)).toEqual([secret, secret])
  const { rows } = await sql<{ sealed: Buffer }>`select sealed from hook_secret`.execute(here.db)
  expect(rows.map((r) => r.sealed.toString())).toEqual([`sealed ${secret}`])

  await here.add(accepted, demanding(), env)
  expect(said(/^Have x push to: (.*)$/).at(-1)).toBe(address)
  expect(said(/^Consumer secret: (.*)$/).at(-1)).not.toBe(secret)
  expect(here.said.join('\n')).toContain('There is a source of this name')
})

test('of a hub Hark subscribes to by itself, the address alone is told, for the configuration', async () => {
  await using here = await adding()
  const hook = { secrets: { bearerToken: 'Secret shared with the hub' }, verify: () => true }
  await here.add({ permission: 'contract 7/2026' }, demanding({ hook }))
  const told = here.said.filter((line) => line.includes('/api/hooks/'))
  expect(told).toEqual([expect.stringMatching(/^To have hubs push, write this as "callback"/)])
})

test('nothing is to be entered where a secret is issued and given, but the address', async () => {
  await using here = await adding()
  const hook = {
    secrets: { consumerSecret: 'Consumer secret' },
    issued: ['consumerSecret'],
    verify: () => true,
  }
  await here.add(accepted, demanding({ hook }), { X_CONSUMER_SECRET: 'theirs' })
  expect(
    here.said.filter((line) => /push to: <your public address>|^Consumer secret:/.test(line)),
  ).toHaveLength(1)
})

test.each<[string, Partial<Given>, Record<string, string>, string | number]>([
  ['nobody accepted', { permission: 'contract 7/2026' }, {}, 1],
  ['no permission is on file', { acknowledge: 'Lea Lindqvist' }, {}, 'source.forbidden_by_policy'],
  ['the credentials do not work', accepted, { X_BEARER_TOKEN: 'bad' }, 'input.invalid'],
  ['the configuration is none', { ...accepted, target: '' }, {}, 'UsageError'],
])('nothing is saved where %s', async (_, given, env, expected) => {
  await using here = await adding()
  const result = await here.add(given, demanding(), env).catch((error) => error.code ?? error.name)
  expect(result).toBe(expected)
  expect(await here.sources()).toEqual([])
  expect((await sql`select name from source_secret`.execute(here.db)).rows).toEqual([])
})

test('set up again it is the same source, its terms and secrets the new ones', async () => {
  await using here = await adding()
  await here.add(accepted)
  await here.add({ ...accepted, permission: 'contract 8/2027' })
  expect(await here.sources()).toMatchObject([{ permission_reference: 'contract 8/2027' }])
  expect((await sql`select name from hook_secret`.execute(here.db)).rows).toHaveLength(1)
})
