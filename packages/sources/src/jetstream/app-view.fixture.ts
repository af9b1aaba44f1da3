import { lexicons } from '@atproto/api'
import type { Asked, Exchange, RequestContract } from '@hark/testkit/cassettes'
import { tid } from '../bluesky/tid.ts'
import { answer } from '../recorded.fixture.ts'
import { sharedFile } from '../shared-data.ts'

/** Tests only: posts as an AppView shows them, and one that searches what it holds as `app.bsky.feed.searchPosts` is published. */
export type View = {
  uri: string
  cid: string
  author: { did: string; handle: string }
  record: Record<string, unknown> & { text: string; createdAt: string }
  indexedAt: string
  labels?: unknown[]
}
const searchPosts = 'app.bsky.feed.searchPosts'
export const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'

const recording = sharedFile('fixtures/jetstream/expected_v1.jsonl')
export const absent = recording.absent
export const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''

/** Records as people wrote them, of the recorded minute. */
const records = (): View['record'][] =>
  recording
    .lines()
    .map((line) => JSON.parse(line).commit)
    .filter((commit) => commit?.record?.$type === 'app.bsky.feed.post')
    .map(({ record }) => record)

/** `count` recorded posts, as if written and indexed at `atMs(n)`, each with `word` in it. */
export function views(count: number, atMs: (n: number) => number, word = 'Zolvara'): View[] {
  const from = records()
  return Array.from({ length: count }, (_, n) => {
    const record = from[n % from.length] as View['record']
    const at = new Date(atMs(n)).toISOString()
    const did = `did:plc:${String(n)
      .padStart(24, 'a')
      .replaceAll(/[0189]/g, 'z')}`
    return {
      uri: `at://${did}/app.bsky.feed.post/${tid(atMs(n) * 1000 + n, 1)}`,
      cid,
      author: { did, handle: `user${n}.test` },
      record: { ...record, text: `${word} ${n} ${record.text}`.slice(0, 300), createdAt: at },
      indexedAt: at,
    }
  })
}

export type Habits = {
  /** A cursor is refused to strangers. */
  refusesCursors?: boolean
  /** Pages without a cursor, however much follows. */
  givesNoCursors?: boolean
  /** The first page for ever, with a cursor for ever new. */
  neverEnds?: boolean
  most?: number
}

const sortAt = ({ record, indexedAt }: View) => (record.createdAt < indexedAt ? record.createdAt : indexedAt)

/** Answers a search as the published contract says, over `held`. */
export function searching(
  held: readonly View[],
  habits: Habits = {},
): (asked: Asked) => Exchange | undefined {
  let asks = 0
  return ({ method, path, query }) => {
    if (path !== `/xrpc/${searchPosts}` || method !== 'GET') return undefined
    asks += 1
    const words = (query.get('q') ?? '').replaceAll('"', '').toLowerCase()
    const [since, until] = [query.get('since') ?? '', query.get('until') ?? '~']
    const found = held
      .filter(({ record }) => record.text.toLowerCase().includes(words))
      .filter((view) => sortAt(view) >= since && sortAt(view) < until)
      .sort((a, b) => (sortAt(a) < sortAt(b) ? 1 : -1))
    const cursor = query.get('cursor')
    if (cursor !== null && habits.refusesCursors) return refusal(asks)
    const from = habits.neverEnds ? 0 : Number(cursor ?? 0)
    const posts = found.slice(from, from + Math.min(Number(query.get('limit')), habits.most ?? 100))
    const more = habits.neverEnds || from + posts.length < found.length
    const next = habits.neverEnds ? String(asks) : String(from + posts.length)
    const body = { posts, ...(more && !habits.givesNoCursors && { cursor: next }) }
    lexicons.assertValidXrpcOutput(searchPosts, body)
    return answer(`GET ${path}`, body)
  }
}

const refusal = (n: number) =>
  answer(`GET /${n}`, { error: 'AuthMissing', message: 'Authentication Required' }, 403)

/** Judges a request by the published lexicon. */
export const lexiconContract: RequestContract = ({ path, query }) => {
  const id = path.replace('/xrpc/', '')
  if (!lexicons.get(id)) return ['no such method']
  const params = Object.fromEntries(
    [...query].map(([name, value]) => [name, name === 'limit' ? Number(value) : value]),
  )
  const known = Object.keys(
    (lexicons.getDef(id) as { parameters?: { properties: object } }).parameters?.properties ?? {},
  )
  const unknown = Object.keys(params).filter((name) => !known.includes(name))
  try {
    lexicons.assertValidXrpcParams(id, params)
  } catch (error) {
    return [(error as Error).message]
  }
  return unknown.map((name) => `unknown parameter ${name}`)
}
