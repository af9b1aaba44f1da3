import { platforms } from '@hark/domain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GateUnderTest, make, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
beforeAll(async () => {
  gate = await openGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

type Told = { id: string; parent?: string; root?: string }
const store = (platform: string, { id, parent, root }: Told) =>
  make(gate.admin, 'test.post($1, $2, $3, $4)', [id, root ?? null, parent ?? null, platform])
const draft = (post: string) => make(gate.admin, 'test.draft_on($1)', [post])
const drafted = (post: string) =>
  draft(post).then(
    () => 'drafted',
    (err: { code: string; constraint?: string }) => `${err.code} ${err.constraint}`,
  )
const refused = '23505 one_reply_a_conversation'

/** As the adapters name what stands under a video, a page's post, a medium, a submission, a topic and a blog's entry. */
const sections = {
  youtube: (n: string) => ({
    root: { id: `vid${n}` },
    first: { id: `Ugx${n}`, parent: `vid${n}`, root: `vid${n}` },
    other: { id: `Ugy${n}`, parent: `vid${n}`, root: `vid${n}` },
    answer: { id: `Ugx${n}.a`, parent: `Ugx${n}`, root: `vid${n}` },
  }),
  facebook: (n: string) => ({
    root: { id: `7_${n}` },
    first: { id: `${n}_1`, parent: `7_${n}`, root: `7_${n}` },
    other: { id: `${n}_2`, parent: `7_${n}`, root: `7_${n}` },
    answer: { id: `${n}_3`, parent: `${n}_1`, root: `7_${n}` },
  }),
  linkedin: (n: string) => ({
    root: { id: `urn:li:share:${n}` },
    first: {
      id: `urn:li:comment:(urn:li:activity:${n},1)`,
      parent: `urn:li:share:${n}`,
      root: `urn:li:share:${n}`,
    },
    other: {
      id: `urn:li:comment:(urn:li:activity:${n},2)`,
      parent: `urn:li:activity:${n}`,
      root: `urn:li:activity:${n}`,
    },
    answer: {
      id: `urn:li:comment:(urn:li:activity:${n},3)`,
      parent: `urn:li:comment:(urn:li:activity:${n},1)`,
      root: `urn:li:activity:${n}`,
    },
  }),
  reddit: (n: string) => ({
    root: { id: `t3_${n}` },
    first: { id: `t1_${n}1`, parent: `t3_${n}`, root: `t3_${n}` },
    other: { id: `t1_${n}2`, parent: `t3_${n}`, root: `t3_${n}` },
    answer: { id: `t1_${n}3`, parent: `t1_${n}1`, root: `t3_${n}` },
  }),
  discourse: (n: string) => ({
    root: { id: `forum.example/p/${n}0` },
    first: { id: `forum.example/p/${n}1`, root: `forum.example/p/${n}0` },
    other: { id: `forum.example/p/${n}2`, root: `forum.example/p/${n}0` },
    answer: { id: `forum.example/p/${n}3`, parent: `forum.example/p/${n}1`, root: `forum.example/p/${n}0` },
  }),
  feed: (n: string) => ({
    root: { id: `urn:e:${n}` },
    first: { id: `urn:c:${n}1`, parent: `urn:e:${n}`, root: `urn:e:${n}` },
    other: { id: `urn:c:${n}2`, parent: `urn:e:${n}`, root: `urn:e:${n}` },
    answer: { id: `urn:c:${n}3`, parent: `urn:c:${n}1`, root: `urn:c:${n}1` },
  }),
}
const every = Object.entries({ ...sections, instagram: sections.facebook })
const mint = () => crypto.randomUUID().slice(0, 8)

describe.each(every)('under what many comment on: %s', (platform, name) => {
  test('two first comments get two replies, and their post a third; an answer below an answered comment gets none', async () => {
    const { root, first, other, answer } = name(mint())
    for (const one of [root, first]) expect(await drafted(await store(platform, one))).toBe('drafted')
    expect(await drafted(await store(platform, other))).toBe('drafted')
    expect(await drafted(await store(platform, answer))).toBe(refused)
  })

  test('an answered answer speaks for its first comment too', async () => {
    const { first, other, answer } = name(mint())
    const comment = await store(platform, first)
    expect(await drafted(await store(platform, answer))).toBe('drafted')
    expect(await drafted(comment)).toBe(refused)
    expect(await drafted(await store(platform, other))).toBe('drafted')
  })
})

describe('where the comments above a post are not held', () => {
  const deep = { id: 't1_deep', parent: 't1_unheard', root: 't3_long' }
  const first = { id: 't1_first', parent: 't3_long', root: 't3_long' }

  test('a reply to it counts for the whole thread', async () => {
    expect(await drafted(await store('reddit', deep))).toBe('drafted')
    expect(await drafted(await store('reddit', first))).toBe(refused)
    const elsewhere = { id: 't1_x', parent: 't3_short', root: 't3_short' }
    expect(await drafted(await store('reddit', elsewhere))).toBe('drafted')
  })

  test('and none is drafted where any of the thread was answered', async () => {
    const [a, b] = [mint(), mint()]
    expect(await drafted(await store('reddit', { id: `t1_${a}`, parent: `t3_${a}`, root: `t3_${a}` }))).toBe(
      'drafted',
    )
    expect(await drafted(await store('reddit', { ...deep, id: `t1_${b}`, root: `t3_${a}` }))).toBe(refused)
  })

  test.each(['youtube', 'facebook', 'instagram', 'linkedin'])(
    'on %s it stands under the comment it names, whether that is held or not',
    async (platform) => {
      const n = mint()
      const root = `v${n}`
      const [one, two] = ['a', 'b'].map((which) => ({
        id: `${n}1.${which}`,
        parent: `${n}1`,
        root: platform === 'youtube' && which === 'b' ? `${n}1` : root,
      })) as [Told, Told]
      expect(await drafted(await store(platform, one))).toBe('drafted')
      expect(await drafted(await store(platform, two))).toBe(refused)
      expect(await drafted(await store(platform, { id: `${n}2`, parent: root, root }))).toBe('drafted')
    },
  )

  test('comments that answer one another in a ring are one conversation', async () => {
    const [a, b] = [mint(), mint()]
    const one = await store('feed', { id: a, parent: b, root: 'urn:ring' })
    const two = await store('feed', { id: b, parent: a, root: 'urn:ring' })
    expect([await drafted(one), await drafted(two)]).toEqual(['drafted', refused])
  })
})

describe('elsewhere the thread is the conversation', () => {
  const threads = platforms.filter((platform) => !every.some(([section]) => section === platform))

  test('and every platform is one or the other', () => {
    expect(threads).toEqual(['practice', 'bluesky', 'x', 'mastodon', 'podcast', 'internal', 'file'])
  })

  test.each(threads)('%s', async (platform) => {
    const n = mint()
    const root = { id: n }
    const below = { id: `${n}1`, parent: n, root: n }
    const aside = { id: `${n}2`, parent: n, root: n }
    expect(await drafted(await store(platform, below))).toBe('drafted')
    for (const one of [root, aside]) expect(await drafted(await store(platform, one))).toBe(refused)
  })

  test('where the platform names no root, it is the oldest that is known', async () => {
    const n = mint()
    const [a, b, c] = [{ id: n }, { id: `${n}1`, parent: n }, { id: `${n}2`, parent: `${n}1` }]
    for (const one of [a, b]) await store('mastodon', one)
    expect(await drafted(await store('mastodon', c))).toBe('drafted')
    expect(await drafted(await store('mastodon', { id: `${n}3`, parent: n }))).toBe(refused)
  })
})

test('a withdrawn reply frees its conversation, and the list of those in the way says so', async () => {
  const n = mint()
  const [one, two] = [1, 2].map((k) => ({ id: `t1_${n}${k}`, parent: `t3_${n}`, root: `t3_${n}` })) as [
    Told,
    Told,
  ]
  const [first, other] = [await store('reddit', one), await store('reddit', two)]
  const inWay = async (post: string) =>
    (
      await gate.as('hark_api').query('select id from gate.replies_in_conversation($1) as id', [post])
    ).rows.map((r) => r.id)
  const reply = await draft(first)
  expect([await inWay(first), await inWay(other)]).toEqual([[reply], []])
  await gate.admin.query("select gate.withdraw_response($1, test.who('lead'), 'why')", [reply])
  expect([await inWay(first), await drafted(first)]).toEqual([[], 'drafted'])
})

test('of many who draft at once, knowing the conversation or not, never two in one', async () => {
  for (let round = 0; round < 20; round++) {
    const n = mint()
    const root = `t3_${n}`
    const known = await store('reddit', { id: `t1_${n}`, parent: root, root })
    const unknown = await store('reddit', { id: `t1_${n}d`, parent: 't1_unheard', root })
    const again = await store('reddit', { id: `t1_${n}e`, parent: `t1_${n}`, root })
    const said = await Promise.all([known, unknown, again, known, unknown].map(drafted))
    expect(said.filter((one) => one === 'drafted')).toHaveLength(1)
    expect(said.filter((one) => one === refused)).toHaveLength(4)
  }
})
