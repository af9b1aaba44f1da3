import { compileMatcher } from '@hark/detection'
import { searchableText } from '@hark/sources'
import { sharedFile } from '../../packages/sources/src/shared-data.ts'
import type { Product } from '../balance/generate.ts'

/** 152 messages of the real network, recorded by others; nothing of it may be copied here or printed. */
export const recording = sharedFile('fixtures/jetstream/expected_v1.jsonl')

type Message = {
  did: string
  time_us: number
  commit?: {
    operation: string
    collection: string
    rkey: string
    record?: { text?: string; embed?: { images?: { alt?: string }[] } }
  }
}
export type RecordedPost = { uri: string; text: string; searched: string }
export type RecordedDelete = { did: string; rkey: string; timeUs: number }

const collection = 'app.bsky.feed.post'
const messages = (): Message[] => recording.lines().map((line) => JSON.parse(line))

export function recordedPosts(): RecordedPost[] {
  return messages().flatMap(({ did, commit }) => {
    if (commit?.collection !== collection || commit.operation === 'delete') return []
    const text = commit.record?.text ?? ''
    const alts = (commit.record?.embed?.images ?? []).map(({ alt }) => ({
      kind: 'image' as const,
      alt: alt ?? null,
    }))
    return [{ uri: `at://${did}/${collection}/${commit.rkey}`, text, searched: searchableText(text, alts) }]
  })
}

export function recordedDeletes(): RecordedDelete[] {
  return messages().flatMap(({ did, time_us: timeUs, commit }) =>
    commit?.collection === collection && commit.operation === 'delete'
      ? [{ did, rkey: commit.rkey, timeUs }]
      : [],
  )
}

/** Medicines named as words that the recording happens to hold: the two that most of its posts say. */
export function productsInRecording(posts: readonly RecordedPost[]): Product[] {
  const counts = new Map<string, number>()
  for (const { text } of posts) {
    for (const word of new Set(
      text.toLowerCase().match(/(?<![\p{L}\p{N}#@./])[a-z]{5,}(?![\p{L}\p{N}./])/gu) ?? [],
    ))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const [first, second] = [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([word]) => word)
  if (!first || !second) throw new Error('the recording holds no words')
  return [first, second].map((brand) => ({ brand, substance: `${brand}-substance` }))
}

/** What of the recording these products are named in. */
export function matching(posts: readonly RecordedPost[], products: readonly Product[]): RecordedPost[] {
  const match = compileMatcher(
    products.map((p) => ({ id: p.brand, group: p.brand, own: true, names: [], ...p })),
  )
  return posts.filter((p) => match(p.searched).length > 0)
}
