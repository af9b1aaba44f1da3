import type { ConceptsView } from '@hark/contract'
import {
  claim,
  conclude,
  forwardableConclusion,
  type SeededPost,
  type Stack,
  sign,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startCoder } from './coder.ts'
import { madeUpRelease } from './release.fixture.ts'

const withRelease = () => startStack({ config: { HARK_MEDDRA_DIR: madeUpRelease() } })
const placeOf = (post: SeededPost, words = 'terrible rash') => {
  const { start, end } = post.span(words)
  return `/api/cases/${post.caseId}/concepts?post=${post.id}&start=${start}&end=${end}`
}
const ranked = async (stack: Stack, post: SeededPost): Promise<ConceptsView> =>
  (await (await stack.as('ana')).get(placeOf(post))).body
const coded = (post: SeededPost, coding: object) => {
  const plain = forwardableConclusion(post)
  return { ...plain, events: plain.events.map((e) => ({ ...e, coding })) } as typeof plain
}

test('words of a post rank concepts of the open vocabulary, and current terms of a release with what they belong to', async () => {
  await using stack = await withRelease()
  const { open, meddra } = await ranked(stack, await stack.seedPost())
  expect(open.ranked[0]?.name).toMatch(/rash|exanthem|eruption/i)
  expect(open.sha256).toMatch(/^[0-9a-f]{64}$/)
  const scores = open.ranked.map(({ score }) => score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  expect(meddra).toMatchObject({
    version: '0.0',
    language: 'English',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const terms = meddra && 'ranked' in meddra ? meddra.ranked : []
  expect(terms[0]).toMatchObject({
    code: '13',
    name: 'Terrible rash',
    ptName: 'Red skin',
    socName: 'Skin and hair',
  })
  expect(terms.map(({ code }) => code)).not.toContain('14') // not current
})

test('without a release there is the open vocabulary, and a folder that is none says why', async () => {
  await using stack = await startStack()
  expect(await ranked(stack, await stack.seedPost())).toMatchObject({ meddra: null })
  await using broken = await startStack({ config: { HARK_MEDDRA_DIR: madeUpRelease({ 'llt.asc': '11$x' }) } })
  expect(await ranked(broken, await broken.seedPost())).toMatchObject({
    meddra: { trouble: expect.stringContaining('llt.asc, line 1') },
  })
  await using absent = await startStack({ config: { HARK_MEDDRA_DIR: '/nowhere/at/all' } })
  const { meddra } = await ranked(absent, await absent.seedPost())
  expect(JSON.stringify(meddra)).not.toContain('nowhere')
})

test('only words of this case, only for whom cases are for', async () => {
  await using stack = await startStack()
  const [post, other] = [
    await stack.seedPost(),
    await stack.seedPost({ text: 'Zolvara gave me a headache', externalId: 'o' }),
  ]
  const ana = await stack.as('ana')
  const elsewhere = placeOf(other, 'headache').replace(other.caseId, post.caseId)
  expect((await ana.get(elsewhere)).status).toBe(404)
  expect(
    (await ana.get(`/api/cases/${post.caseId}/concepts?post=${post.id}&start=5000&end=5010`)).status,
  ).toBe(404)
  expect((await (await stack.as('cho')).get(placeOf(post))).body.code).toBe('auth.forbidden')
})

test('a chosen term is signed by code and edition, named in the entry, and its words stay with their licence', async () => {
  await using stack = await withRelease()
  const [post, ana] = [await stack.seedPost(), await stack.as('ana')]
  const { meddra } = await ranked(stack, post)
  const { version, sha256 } = meddra as { version: string; sha256: string }
  const coding = { dictionary: 'meddra', version, sha256, code: '13', name: 'Terrible rash' }
  const decision = await conclude(ana, post.caseId, coded(post, coding))
  const { name: _, ...kept } = coding
  expect(decision.conclusion?.events[0]?.coding).toEqual(kept)
  await sign(ana, [decision])
  const { rows } = await sql<{ body: string; signed: string }>`
    select e.body::text as body, convert_from(d.canonical, 'UTF8') as signed from decision d
    join ledger_entry e on e.object_id = d.id::text and e.action = 'decision.concluded'`.execute(stack.db)
  expect(JSON.parse(rows[0]?.body ?? '{}').ref).toMatchObject({
    meddra_version: '0.0',
    meddra_sha256: sha256,
  })
  expect(rows[0]?.signed).toContain('"code":"13"')
  expect(rows[0]?.signed).not.toContain('Terrible rash')
  const url = `/api/concepts/meddra/13?version=0.0&sha256=`
  expect((await ana.get(url + sha256)).body.term).toMatchObject({ name: 'Terrible rash', current: true })
  expect((await ana.get(url + '0'.repeat(64))).body.term).toBeNull()
  const { rows: sent } = await sql<{
    packet: string
  }>`select convert_from(packet, 'UTF8') as packet from handoff`.execute(stack.db)
  expect(sent[0]?.packet).toContain(sha256)
  expect(sent[0]?.packet).not.toContain('Terrible rash')
})

test('an open concept is signed with its name', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const { open } = await ranked(stack, post)
  const [first] = open.ranked
  const coding = {
    dictionary: 'open',
    version: open.version,
    sha256: open.sha256,
    code: first?.id,
    name: first?.name,
  }
  const decision = await conclude(await stack.as('ana'), post.caseId, coded(post, coding))
  expect(decision.conclusion?.events[0]?.coding).toEqual(coding)
})

test('a term that is not current, of another release, or of none cannot be concluded', async () => {
  await using stack = await withRelease()
  const [post, ana] = [await stack.seedPost(), await stack.as('ana')]
  const { meddra, open } = await ranked(stack, post)
  const { version, sha256 } = meddra as { version: string; sha256: string }
  const token = await claim(ana, post.caseId)
  const { body: c } = await ana.get(`/api/cases/${post.caseId}`)
  const refused = async (coding: object) =>
    (
      await ana.post(`/api/cases/${post.caseId}/conclusion`, {
        token,
        version: c.version,
        conclusion: coded(post, coding),
      })
    ).body.code
  const term = { dictionary: 'meddra', version, sha256, code: '13' }
  expect(await refused({ ...term, code: '14' })).toBe('decision.code_unknown')
  expect(await refused({ ...term, code: '99' })).toBe('decision.code_unknown')
  expect(await refused({ ...term, sha256: '0'.repeat(64) })).toBe('decision.code_unknown')
  expect(await refused({ ...term, version: '27.1' })).toBe('decision.code_unknown')
  const concept = {
    dictionary: 'open',
    version: open.version,
    sha256: open.sha256,
    code: open.ranked[0]?.id,
    name: 'Something else',
  }
  expect(await refused(concept)).toBe('decision.code_unknown')
})

test('the thread rests when nobody asks and wakes with the next question', async () => {
  await using coder = startCoder(madeUpRelease(), 1)
  const ask = () => coder.ask({ ask: 'rank', phrase: 'hair loss', lang: 'en', most: 1 })
  const first = await ask()
  await expect.poll(() => coder.awake()).toBe(false)
  expect(await ask()).toEqual(first)
})
