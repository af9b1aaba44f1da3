import { closingConclusion, decide, forwardableConclusion, type Stack, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

type Shown = {
  id: string
  text: string | null
  masked: string | null
  author: string | null
  practice: boolean
}
const read = async (stack: Stack, query = '') =>
  (await (await stack.as('cho')).get(`/api/listening/posts${query}`)).body as {
    items: Shown[]
    next: string | null
  }
const shown = async (stack: Stack, id: string) => (await read(stack)).items.find((p) => p.id === id)
const calm = { finding: { flagged: false } } as const

test('a flagged post is masked until decided; forwarded ones stay with safety, closed ones can be read', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const [harmless, closed, forwarded] = [
    await stack.seedPost({ ...calm, text: 'Zolvara is on the news' }),
    await stack.seedPost({ text: 'Zolvara and a terrible rash, in a novel' }),
    await stack.seedPost(),
  ]
  expect(await shown(stack, harmless.id)).toMatchObject({ text: harmless.text, masked: null })
  const masked = { text: null, masked: 'awaiting triage', author: null }
  for (const post of [closed, forwarded]) expect(await shown(stack, post.id)).toMatchObject(masked)
  await decide(ana, closed.caseId, closingConclusion('not_a_person'))
  await decide(ana, forwarded.caseId, forwardableConclusion(forwarded))
  expect(await shown(stack, closed.id)).toMatchObject({ text: closed.text, masked: null })
  expect(await shown(stack, forwarded.id)).toMatchObject({ ...masked, masked: 'with safety' })
  await ana.post(`/api/cases/${closed.caseId}/reopen`, { reason: 'another look' })
  expect(await shown(stack, closed.id)).toMatchObject(masked)
  expect(stack.failures).toEqual([])
})

test('a post of two cases is masked while one is open, and for ever if one was forwarded', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const patients = ['mother', 'self'].map((label) => ({ label, span: null, age: null, sex: null }))
  const post = await stack.seedPost({ finding: { patients } })
  if (post.caseIds.length < 2) throw new Error('two patients open two cases')
  await decide(ana, post.caseIds[0] as string, closingConclusion())
  expect((await shown(stack, post.id))?.masked).toBe('awaiting triage')
  await decide(ana, post.caseIds[1] as string, forwardableConclusion(post))
  expect((await shown(stack, post.id))?.masked).toBe('with safety')
})

test('what its author or platform took away is not for listening, though safety still holds it', async () => {
  await using stack = await startStack()
  const [gone, stays] = [await stack.seedPost(), await stack.seedPost({ ...calm, text: 'Zolvara, calm' })]
  await stack.db
    .updateTable('post')
    .set({ removed_at: new Date().toISOString(), removal_reason: 'deleted' })
    .where('id', '=', gone.id)
    .execute()
  expect((await read(stack)).items.map((p) => p.id)).toEqual([stays.id])
  expect((await (await stack.as('cho')).get('/api/listening')).body.total).toBe(1)
})

test('practice posts are shown while nothing real is heard, and never counted with it', async () => {
  await using stack = await startStack()
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  const drill = await stack.seedPost({ ...calm, text: 'Zolvara, a drill' }, practice)
  const overview = async (query = '') => (await (await stack.as('cho')).get(`/api/listening${query}`)).body
  expect(await overview()).toMatchObject({ practice: true, total: 1 })
  const real = await stack.seedPost({ ...calm, text: 'Zolvara, for real' })
  expect(await overview()).toMatchObject({
    practice: false,
    total: 1,
    platforms: [{ platform: 'bluesky', posts: 1 }],
  })
  expect((await read(stack)).items.map((p) => p.id)).toEqual([real.id])
  expect(await overview(`?programme=${practice.id}`)).toMatchObject({ practice: true, total: 1 })
  expect((await read(stack, `?programme=${practice.id}`)).items.map((p) => p.id)).toEqual([drill.id])
})

test('pages give every post once and in order, also while new ones arrive and several share an instant', async () => {
  await using stack = await startStack()
  const at = new Date(Date.now() - 60_000).toISOString()
  const ids: string[] = []
  for (let n = 0; n < 7; n++) {
    const receivedAt = n < 4 ? at : new Date(Date.now() - 50_000 + n).toISOString()
    ids.push((await stack.seedPost({ ...calm, text: `Zolvara ${n}`, receivedAt })).id)
  }
  const seen: string[] = []
  let cursor = ''
  for (let page = 0; page < 10; page++) {
    const { items, next } = await read(stack, `?limit=2${cursor}`)
    seen.push(...items.map((p) => p.id))
    if (page === 1) await stack.seedPost({ ...calm, text: 'Zolvara, late' })
    if (!next) break
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
  expect(seen).toHaveLength(7)
  expect(new Set(seen)).toEqual(new Set(ids))
  const again = (await read(stack, '?limit=200')).items.map((p) => p.id).slice(1)
  expect(again).toEqual(seen)
})

test('sums of the overview agree with the posts behind it, quiet hours included', async () => {
  await using stack = await startStack()
  for (const [n, label] of (['negative', 'neutral', 'positive', 'positive'] as const).entries())
    await stack.seedPost({
      text: `Zolvara ${n}`,
      finding: { flagged: n === 0, sentiment: { label, score: 0 } },
    })
  const view = (await (await stack.as('cho')).get('/api/listening')).body
  const sum = (key: string) =>
    view.series.reduce((n: number, p: Record<string, number>) => n + (p[key] ?? 0), 0)
  expect([sum('posts'), sum('negative'), sum('neutral'), sum('positive'), sum('possibleAe')]).toEqual([
    4, 1, 1, 2, 1,
  ])
  expect(view.products).toMatchObject([{ product: 'Zolvara', own: true, posts: 4, share: 1 }])
  expect((await read(stack, '?sentiment=positive')).items).toHaveLength(2)
  expect(view.terms).toEqual([])
})

test('who handles safety data of others only may not listen in', async () => {
  await using stack = await startStack({ programme: null })
  expect((await (await stack.as('oli')).get('/api/listening')).status).toBe(403)
  expect((await stack.anonymous.get('/api/listening/posts')).status).toBe(401)
})
