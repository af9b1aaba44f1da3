import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Programme } from '@hark/domain'
import { priorityFlags, seriousnessCriteria, specialSituations } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const here = import.meta.dirname
const programme: Programme = JSON.parse(readFileSync(resolve(here, 'programme.json'), 'utf8'))
const brands = programme.products.map((product) => product.brand)

// biome-ignore format: one table, read across
const least = {
  ae_lay: 30, ae_clinical: 8, ae_multi_patient: 15, pregnancy: 15, misuse: 15, lack_of_effect: 15, overdose: 10,
  death: 10, sarcasm: 12, negation: 20, indication: 15, question: 20, hypothetical: 10, benefit: 30, advert: 12,
  news: 12, lyrics: 6, copy: 12, near_copy: 15, unrelated_word: 8, off_topic: 60, hostile: 15, edit: 4,
  special_other: 10, me_too: 4, quality_complaint: 6, sentiment_only: 40,
}

type Class = keyof typeof least
const postId = z.string().regex(/^p-\d{4}$/)
const piece = z.string().min(1).nullable()
const postSchema = z.strictObject({
  id: postId,
  author: z.string().regex(/^[a-z0-9._]{3,30}$/),
  text: z.string().min(1).max(6000),
  lang: z.enum(['en', 'de', 'fr', 'es', 'it']),
  thread: z.strictObject({ parent: postId, root: postId }).optional(),
  edit_of: postId.optional(),
  delay: z.number().int().min(1).max(9),
  gold: z.strictObject({
    ae: z.boolean(),
    products: z.array(z.string()),
    criteria: z.strictObject({ patient: piece, reporter: piece, product: piece, event: piece }),
    seriousness: z.array(z.enum(seriousnessCriteria)),
    special: z.array(z.enum(specialSituations)),
    priority: z.array(z.enum(priorityFlags)),
    patients: z.number().int().min(0).max(9),
    class: z.enum(Object.keys(least) as [Class, ...Class[]]),
    sentiment: z.enum(['negative', 'neutral', 'positive']),
    why: z.string().min(20).max(240),
  }),
})
type PracticePost = z.infer<typeof postSchema>

const lines = readFileSync(resolve(here, 'posts.jsonl'), 'utf8').trimEnd().split('\n')
const posts = lines.map((line) => postSchema.parse(JSON.parse(line)))
const byId = new Map(posts.map((post, at) => [post.id, { post, at }]))

const isFlagged = (post: PracticePost) => post.gold.ae || post.gold.special.length > 0
const repeats = new Set<Class>(['copy', 'near_copy', 'edit'])
const count = (keep: (post: PracticePost) => boolean) => posts.filter(keep).length
const atLeast = (floor: number, what: string, keep: (post: PracticePost) => boolean) =>
  expect(count(keep), what).toBeGreaterThanOrEqual(floor)
/** Ids of the posts that break a rule, so that a failure names them. */
const breaking = (holds: (post: PracticePost) => boolean) =>
  posts.filter((post) => !holds(post)).map((post) => post.id)

const lookalikes: Record<string, string> = { Р: 'P', е: 'e', і: 'i', а: 'a' }
const fold = (text: string) =>
  text
    .replace(/[Реіа]/g, (letter) => lookalikes[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
const literal = (words: string) => words.replace(/[\^$.*+?()[\]{}|\\]/g, '\\$&')
const holdsWords = (text: string, words: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${literal(words)}(?![\\p{L}\\p{N}])`, 'u').test(text)
const hasName = (text: string, name: string) => holdsWords(fold(text), fold(name))

const grams = (text: string) => {
  const flat = text.toLowerCase().replace(/\s+/g, ' ')
  return new Set(Array.from({ length: Math.max(0, flat.length - 4) }, (_, at) => flat.slice(at, at + 5)))
}
const jaccard = (a: Set<string>, b: Set<string>) => {
  let shared = 0
  for (const gram of a) if (b.has(gram)) shared += 1
  return shared / (a.size + b.size - shared || 1)
}

describe('practice posts', () => {
  test('have unique ids in order, and speak of products of the programme', () => {
    expect(posts.map((post) => post.id)).toEqual(posts.map((_, at) => `p-${String(at + 1).padStart(4, '0')}`))
    expect(breaking((post) => post.gold.products.every((brand) => brands.includes(brand)))).toEqual([])
  })

  test('keep invisible characters escaped in the file: readline breaks at U+2028, editors hide the rest', () => {
    expect(lines.filter((line) => /[\p{Cf}\p{Zl}\p{Zp}]/u.test(line)).length).toBe(0)
    atLeast(4, 'escaped', (post) => /[\p{Cf}\p{Zl}\p{Zp}]/u.test(post.text))
  })

  test('are enough of every class and language', () => {
    for (const [name, floor] of Object.entries(least))
      atLeast(floor, name, (post) => post.gold.class === name)
    for (const lang of ['de', 'fr', 'es', 'it']) atLeast(35, lang, (post) => post.lang === lang)
    const english = count((post) => post.lang === 'en') / posts.length
    expect(english).toBeGreaterThan(0.55)
    expect(english).toBeLessThan(0.65)
  })

  test('reach the codes a learner must meet', () => {
    const floors = {
      DEATH: 10,
      SUICIDALITY: 6,
      LIFE_THREATENING: 5,
      PREGNANCY: 15,
      CHILD: 10,
      WITHDRAWAL_DEPENDENCE: 3,
    }
    for (const [flag, floor] of Object.entries(floors)) {
      atLeast(floor, flag, (post) => post.gold.priority.some((code) => code === flag))
    }
    for (const code of specialSituations) atLeast(1, code, (post) => post.gold.special.includes(code))
    for (const code of seriousnessCriteria) atLeast(1, code, (post) => post.gold.seriousness.includes(code))
  })

  test('are mostly chatter: 30 to 40 % of the matched are an event or a special situation', () => {
    const matched = posts.filter((post) => post.gold.products.length > 0)
    const share = matched.filter(isFlagged).length / matched.length
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThanOrEqual(0.4)
    expect(posts.length - matched.length).toBeGreaterThanOrEqual(60)
  })

  test('quote their criteria exactly', () => {
    const exact = (post: PracticePost) =>
      Object.values(post.gold.criteria).every((text) => text === null || post.text.includes(text))
    expect(breaking(exact)).toEqual([])
    // "I" must be found as a word, or a reader would mark the middle of another one.
    const bounded = (post: PracticePost) =>
      Object.values(post.gold.criteria).every((words) => words === null || holdsWords(post.text, words))
    expect(breaking(bounded)).toEqual([])
    // Only a bare "she died" has an outcome and no event (GVP VI.B.2 d).
    const told = (post: PracticePost) =>
      post.gold.criteria.event !== null || post.gold.priority.includes('DEATH')
    expect(breaking((post) => !post.gold.ae || told(post))).toEqual([])
    expect(breaking((post) => post.gold.ae || post.gold.criteria.event === null)).toEqual([])
  })

  test('agree with themselves', () => {
    expect(
      breaking(({ gold }) => gold.priority.includes('DEATH') === gold.seriousness.includes('DEATH')),
    ).toEqual([])
    expect(
      breaking(({ gold }) => !gold.special.includes('PAEDIATRIC') || gold.priority.includes('CHILD')),
    ).toEqual([])
    const pregnancy = ['PREGNANCY_MATERNAL', 'PREGNANCY_PATERNAL', 'LACTATION']
    const exposed = (post: PracticePost) => post.gold.special.some((code) => pregnancy.includes(code))
    expect(breaking((post) => exposed(post) === post.gold.priority.includes('PREGNANCY'))).toEqual([])
    expect(breaking((post) => !isFlagged(post) || post.gold.products.length > 0)).toEqual([])
    expect(breaking((post) => !post.gold.ae || post.gold.patients > 0)).toEqual([])
    const silent = ({ gold }: PracticePost) =>
      gold.patients + gold.seriousness.length + gold.priority.length === 0
    expect(breaking((post) => isFlagged(post) || silent(post))).toEqual([])
    expect(breaking((post) => post.gold.class !== 'ae_multi_patient' || post.gold.patients > 1)).toEqual([])
  })

  test('answer and edit only what came before', () => {
    for (const [at, post] of posts.entries()) {
      const edited = post.edit_of ? byId.get(post.edit_of) : undefined
      if (post.edit_of) expect(edited?.post.author, post.id).toBe(post.author)
      const parent = post.thread ? byId.get(post.thread.parent) : undefined
      if (post.thread) expect(parent?.post.thread?.root ?? parent?.post.id, post.id).toBe(post.thread.root)
      expect(Math.max(edited?.at ?? -1, parent?.at ?? -1), post.id).toBeLessThan(at)
    }
    expect(breaking((post) => post.gold.class !== 'me_too' || post.thread !== undefined)).toEqual([])
    expect(breaking((post) => (post.gold.class === 'edit') === (post.edit_of !== undefined))).toEqual([])
  })

  test('name what they mean, under any disguise, and nothing else', () => {
    const missing: string[] = []
    for (const post of posts) {
      for (const product of programme.products) {
        const found = product.names.some(({ name }) => hasName(post.text, name))
        const certain = product.names.some(({ name, ambiguous }) => !ambiguous && hasName(post.text, name))
        const meant = post.gold.products.includes(product.brand)
        if (meant && !found && !post.thread) missing.push(`${post.id} lacks ${product.brand}`)
        if (!meant && certain) missing.push(`${post.id} also names ${product.brand}`)
      }
    }
    expect(missing).toEqual([])
    const ambiguous = programme.products.flatMap((product) => product.names.filter((name) => name.ambiguous))
    const everyday = new Set<Class>(['lyrics', 'unrelated_word'])
    const holdsOne = (post: PracticePost) => ambiguous.some(({ name }) => hasName(post.text, name))
    expect(breaking((post) => !everyday.has(post.gold.class) || holdsOne(post))).toEqual([])
  })

  test('repeat only where repetition is the lesson', () => {
    const set = posts.map((post) => grams(post.text))
    const likest = (at: number) =>
      Math.max(0, ...set.slice(0, at).map((other) => jaccard(set[at] ?? new Set(), other)))
    const earlier = (at: number) => posts.slice(0, at).some((post) => post.text === posts[at]?.text)
    const own: number[] = []
    for (const [at, post] of posts.entries()) {
      if (post.gold.class === 'copy') expect(earlier(at), post.id).toBe(true)
      if (post.gold.class === 'near_copy') expect(likest(at), post.id).toBeGreaterThan(0.5)
      if (post.gold.class === 'near_copy') expect(earlier(at), post.id).toBe(false)
      if (!repeats.has(post.gold.class)) own.push(at)
    }
    const alike = own.filter((at) =>
      own.some((other) => other < at && jaccard(set[at] ?? new Set(), set[other] ?? new Set()) > 0.6),
    )
    expect(alike.length / own.length).toBeLessThan(0.02)
    const openings = own.map((at) => posts[at]?.text.toLowerCase().split(/\s+/).slice(0, 3).join(' '))
    expect(new Set(openings).size / openings.length).toBeGreaterThan(0.97)
  })
})

describe('practice programme', () => {
  test('has distinct names, one competitor, and everyday words marked as such', () => {
    const names = programme.products.flatMap((product) => product.names.map(({ name }) => name.toLowerCase()))
    expect(new Set(names).size).toBe(names.length)
    expect(programme.products.filter((product) => !product.own)).toHaveLength(1)
    expect(programme.products.some((product) => product.names.some((name) => name.ambiguous))).toBe(true)
    expect(programme.kind).toBe('practice')
  })

  const lexicon = resolve(
    here,
    '../../..',
    process.env.HARK_SHARED ?? '../shared',
    'corpora/lexicons/drug_names_open.tsv',
  )
  test.skipIf(!existsSync(lexicon))(
    'knows no real medicine (skipped where the open list of names is absent)',
    () => {
      const real = new Set<string>()
      for (const row of readFileSync(lexicon, 'utf8').split('\n').slice(1)) {
        for (const name of row.toLowerCase().split('\t').slice(0, 2)) real.add(name)
      }
      const everyday = new Set(readFileSync(resolve(here, 'everyday-words.txt'), 'utf8').trim().split(/\s+/))
      const ours = programme.products.flatMap((product) =>
        product.names.map(({ name }) => name.toLowerCase()),
      )
      expect(ours.filter((name) => real.has(name.replace('#', '')))).toEqual([])
      const words = posts.flatMap(
        (post) => `${post.text} ${post.author}`.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [],
      )
      expect([...new Set(words)].filter((word) => real.has(word) && !everyday.has(word))).toEqual([])
    },
  )
})
