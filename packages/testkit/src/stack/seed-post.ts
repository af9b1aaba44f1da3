import { type ClaimedPost, claimStages, type Db, saveJudged, sealer, storeBatch, uuidv7 } from '@hark/db'
import type { Finding, Post, Span } from '@hark/domain'
import type { SeededProgramme } from './seed-programme.ts'

export type PostToSeed = Partial<Omit<Post, 'platform'>> & {
  /** What detection is to say; `false` for a post that is not flagged. One finding per brand. */
  finding?: Partial<Finding> | false
  brand?: string
}
export type SeededPost = {
  id: string
  text: string
  /** Cases the post opened or joined, oldest first. */
  caseIds: string[]
  caseId: string
  /** Words of the text as a span with offsets. */
  span: (words: string) => Span
}

export const USUAL_TEXT = 'My mum (72) started Zolvara on Monday and got a terrible rash all over.'

/** The deployment's private key in tests. */
export const TEST_KEY = Buffer.alloc(32, 7)

const sealing = { pseudonymKey: TEST_KEY, sealHandle: sealer(TEST_KEY, 'handle').seal }

/** One post through the real intake and the real saving of findings; only what detection says of it is given. */
export async function seedPost(
  db: Db,
  programme: SeededProgramme,
  given: PostToSeed = {},
): Promise<SeededPost> {
  const { finding, brand = 'Zolvara', ...over } = given
  const post = postOf(programme, over)
  const { cursor } = await db
    .selectFrom('source')
    .select('cursor')
    .where('id', '=', programme.sourceId)
    .executeTakeFirstOrThrow()
  const batch = {
    sourceId: programme.sourceId,
    cursorBefore: cursor,
    cursor,
    posts: [post],
    unmatched: 0,
    rejected: [],
    removals: [],
  }
  const stored = await storeBatch(db, batch, sealing)
  const id = stored?.postIds[0]
  if (!id) throw new Error('the post was stored before')
  const { token, posts } = await claimStages(db, [{ postId: id, gen: 0 }])
  const claimed = posts[0] as ClaimedPost
  const findings = finding === false ? [] : [findingOf(programme, brand, post.text, finding ?? {})]
  await saveJudged(db, programme, token, [{ post: claimed, findings, copy: null }])
  const cases = await db
    .selectFrom('case_post as p')
    .innerJoin('pv_case as k', 'k.id', 'p.case_id')
    .select('k.id')
    .where('p.post_id', '=', id)
    .orderBy('k.number')
    .execute()
  const caseIds = cases.map((c) => c.id)
  return { id, text: post.text, caseIds, caseId: caseIds[0] ?? '', span: (words) => spanOf(post.text, words) }
}

export function spanOf(text: string, words: string): Span {
  const start = text.indexOf(words)
  if (start < 0) throw new Error('these words are not in the post')
  return { start, end: start + words.length, text: words }
}

function postOf(programme: SeededProgramme, over: Partial<Post>): Post {
  const externalId = over.externalId ?? uuidv7()
  return {
    platform: programme.platform as Post['platform'],
    externalId,
    revision: '',
    authorId: `did:plc:${externalId.slice(-8)}`,
    authorHandle: `@writer-${externalId.slice(-8)}`,
    text: USUAL_TEXT,
    lang: 'en',
    url: `https://example.org/post/${externalId}`,
    postedAt: new Date(Date.now() - 3_600_000).toISOString(),
    receivedAt: new Date().toISOString(),
    parentId: null,
    rootId: null,
    quotedId: null,
    media: [],
    raw: '{}',
    ...over,
  }
}

function findingOf(programme: SeededProgramme, brand: string, text: string, over: Partial<Finding>): Finding {
  const product = programme.products.find((p) => p.brand === brand)
  if (!product) throw new Error(`no product ${brand}`)
  const named = text.includes(brand) ? spanOf(text, brand) : null
  return {
    productId: product.id,
    score: 0.91,
    threshold: 0.35,
    flagged: true,
    reasons: ['lexicon.event'],
    evidence: named ? [{ ...named, kind: 'product' }] : [],
    criteria: { patient: null, reporter: null, product: named, event: null },
    seriousness: [],
    special: [],
    priority: [],
    patients: [],
    sentiment: { label: 'negative', score: -0.6 },
    lang: 'en',
    model: 'test-1',
    ...over,
  }
}
