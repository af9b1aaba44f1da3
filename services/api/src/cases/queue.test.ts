import { claim, closingConclusion, conclude, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

type Item = { id: string; lane: string; product: string; lang: string; practice: boolean }

test('a life that may be saved comes first, then other flags, then the clock that ends first', async () => {
  await using stack = await startStack()
  const plain = await stack.seedPost({ text: 'Zolvara: rash' })
  const late = await stack.seedPost({ text: 'Zolvara: itch' })
  const death = await stack.seedPost({ text: 'Zolvara: died', finding: { priority: ['DEATH'] } })
  const crisis = await stack.seedPost({ text: 'Zolvara: no way out', finding: { priority: ['SUICIDALITY'] } })
  await stack.db
    .updateTable('case_clock')
    .set({ superseded_at: '2026-01-01T00:00:00Z' })
    .where('case_id', '=', late.caseId)
    .execute()
  await stack.db
    .insertInto('case_clock')
    .values({
      id: crypto.randomUUID(),
      case_id: late.caseId,
      kind: 'forward_24h',
      anchor: 'test',
      anchor_at: '2026-01-01T00:00:00Z',
      zone: 'UTC',
      day0: '2026-01-01',
      due_at: '2026-01-02T00:00:00Z',
    })
    .execute()
  const page = (await (await stack.as('ana')).get('/api/queue')).body
  const order = page.items.map((i: Item) => i.id)
  expect(order).toEqual([crisis.caseId, death.caseId, late.caseId, plain.caseId])
  expect(page.lanes).toEqual([
    { lane: 'crisis', waiting: 1, late: 0 },
    { lane: 'priority', waiting: 1, late: 0 },
    { lane: 'standard', waiting: 2, late: 1 },
    { lane: 'sample', waiting: 0, late: 0 },
  ])
  expect(page.items[2].clock).toMatchObject({ kind: 'forward_24h', dueAt: '2026-01-02T00:00:00.000Z' })
  expect(stack.failures).toEqual([])
})

test('pages follow one another without loss or repeat while cases come and go', async () => {
  await using stack = await startStack()
  for (let n = 0; n < 7; n++) await stack.seedPost({ text: `Zolvara number ${n}` })
  const ana = await stack.as('ana')
  const seen: string[] = []
  let cursor = ''
  for (let page = 0; page < 10; page++) {
    const reply = await ana.get(`/api/queue?limit=2${cursor}`)
    seen.push(...reply.body.items.map((i: Item) => i.id))
    if (page === 0) await conclude(ana, seen[0] as string, closingConclusion())
    if (!reply.body.next) break
    cursor = `&cursor=${reply.body.next}`
  }
  expect(new Set(seen).size).toBe(7)
  expect(seen).toHaveLength(7)
  for (const bad of ['x', Buffer.from('[1,"a","b","c"]').toString('base64url')])
    expect((await ana.get(`/api/queue?cursor=${bad}`)).body.code).toBe('input.invalid')
})

test('filters narrow by lane, product, language, programme, holder and words', async () => {
  await using stack = await startStack()
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  const rash = await stack.seedPost({ text: 'Zolvara gave me a terrible RASH on my arm' })
  const german = await stack.seedPost({
    text: 'Ondavra macht müde',
    brand: 'Ondavra',
    finding: { lang: 'de' },
  })
  const urgent = await stack.seedPost({ text: 'Zolvara and the baby', finding: { special: ['LACTATION'] } })
  const invented = await stack.seedPost({ text: 'Zolvara: only practice' }, practice)
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  await claim(ana, rash.caseId)
  const number = (await ana.get(`/api/cases/${rash.caseId}`)).body.number
  const found = async (query: string, who = ana) =>
    (await who.get(`/api/queue?${query}`)).body.items.map((i: Item) => i.id).sort()
  expect(await found('lane=priority')).toEqual([urgent.caseId])
  expect(await found('product=Ondavra')).toEqual([german.caseId])
  expect(await found('lang=de')).toEqual([german.caseId])
  expect(await found(`programme=${practice.id}`)).toEqual([invented.caseId])
  expect(await found('mine=true')).toEqual([rash.caseId])
  expect(await found('mine=true', ben)).toEqual([])
  expect(await found('search=rash%20terr')).toEqual([rash.caseId])
  expect(await found(`search=${number}`)).toEqual([rash.caseId])
  expect(await found(`search=${Number(number.slice(3))}`)).toContain(rash.caseId)
  expect(await found('search=m%C3%BCd')).toEqual([german.caseId])
  expect(await found('search=%27%3B%20drop%3A*%20%26%20!')).toEqual([])
  const page = (await ana.get('/api/queue')).body
  expect(page).toMatchObject({ mine: 1, products: ['Ondavra', 'Zolvara'], langs: ['de', 'en'] })
  expect(page).toMatchObject({ posts: 'real', both: true })
  expect(page.items.map((i: Item) => i.id)).not.toContain(invented.caseId)
  const invent = (await ana.get('/api/queue?posts=practice')).body
  expect(invent).toMatchObject({
    posts: 'practice',
    both: true,
    items: [{ id: invented.caseId, practice: true }],
  })
  const waiting = (of: { lanes: { waiting: number }[] }) => of.lanes.reduce((n, l) => n + l.waiting, 0)
  expect([waiting(page), waiting(invent)]).toEqual([3, 1])
  expect(await found(`programme=${practice.id}&search=only`)).toEqual([invented.caseId])
  expect(page.items.find((i: Item) => i.id === german.caseId)).toMatchObject({
    practice: false,
    product: 'Ondavra',
    own: true,
  })
})

test('the queue finds no words of an erased post', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost({ text: 'Zolvara gave me a singular rash' })
  const ana = await stack.as('ana')
  expect((await ana.get('/api/queue?search=singular')).body.items).toHaveLength(1)
  await stack.db
    .updateTable('post')
    .set({
      erased_at: new Date().toISOString(),
      text: null,
      raw: null,
      author_sealed: null,
      author_ref: null,
    })
    .where('id', '=', post.id)
    .execute()
  expect((await ana.get('/api/queue?search=singular')).body.items).toEqual([])
  const item = (await ana.get('/api/queue')).body.items[0]
  expect(item).toMatchObject({ id: post.caseId, excerpt: null })
})

test('cases are filtered by the market of their programme and by when their post was received', async () => {
  await using stack = await startStack()
  const french = await stack.seedProgramme({ name: 'France' })
  await stack.db
    .updateTable('programme')
    .set({ markets: ['FR', 'BE'] })
    .where('id', '=', french.id)
    .execute()
  const here = await stack.seedPost({ text: 'Zolvara here' })
  const there = await stack.seedPost({ text: 'Zolvara là-bas' }, french)
  const old = await stack.seedPost({ text: 'Zolvara long ago' })
  const aged = (hours: number) =>
    sql`alter table pv_case disable trigger user; update pv_case set ingested_at = clock_timestamp() - make_interval(hours => ${sql.lit(hours)}) where id = ${sql.lit(old.caseId)}; alter table pv_case enable trigger user`.execute(
      stack.db,
    )
  const ana = await stack.as('ana')
  const ids = async (query: string) =>
    ((await ana.get(`/api/queue?${query}`)).body.items as Item[]).map((i) => i.id).sort()
  expect((await ana.get('/api/queue')).body.markets).toEqual(['BE', 'DE', 'FR'])
  expect(await ids('market=FR')).toEqual([there.caseId])
  expect(await ids('market=DE')).toEqual([here.caseId, old.caseId].sort())
  expect(await ids('market=XX')).toEqual([])
  const fresh = [here.caseId, there.caseId].sort()
  const table = [
    [5, { hour: fresh, day: [...fresh, old.caseId].sort(), three_days: [], older: [] }],
    [30, { hour: fresh, day: fresh, three_days: [old.caseId], older: [] }],
    [80, { hour: fresh, day: fresh, three_days: [], older: [old.caseId] }],
  ] as const
  for (const [hours, wanted] of table) {
    await aged(hours)
    for (const [age, found] of Object.entries(wanted))
      expect([hours, age, await ids(`age=${age}`)]).toEqual([hours, age, found])
  }
  expect((await ana.get('/api/queue?age=yesterday')).body.code).toBe('input.invalid')
  expect(stack.failures).toEqual([])
})
