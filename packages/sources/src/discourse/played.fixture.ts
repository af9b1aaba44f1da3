import { readFileSync } from 'node:fs'
import {
  type Exchange,
  fixture,
  openApiContract,
  playCassettes,
  type RequestContract,
} from '@hark/testkit/cassettes'
import { answer, means } from '../recorded.fixture.ts'
import { discourseAdapter } from './adapter.ts'

/** Tests only: a forum that answers in the shape of Discourse's own OpenAPI document, and judges every request by it. */
export const document = fixture('discourse/openapi.json')
export const absent = document.absent
export const needs = absent ? ' (needs HARK_SHARED: the published contract)' : ''

type Schema = { type?: string | string[]; properties?: Record<string, Schema>; items?: Schema }
export function schemaOf(path: string): Schema {
  const api = JSON.parse(readFileSync(document.path, 'utf8'))
  return api.paths[path].get.responses['200'].content['application/json'].schema
}

const invented: Record<string, unknown> = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
  array: [],
  object: {},
  null: null,
}

/** A value with every field the schema names, each as empty as it may be: null wherever that is allowed. */
function emptiest({ type, properties }: Schema): unknown {
  if (properties)
    return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, emptiest(one)]))
  const types = [type ?? 'null'].flat()
  return invented[types.includes('null') ? 'null' : (types[0] as string)]
}

export type Json = Record<string, unknown>
const emptyPost = (): Json => emptiest(schemaOf('/posts.json').properties?.latest_posts?.items ?? {}) as Json

/** A post as `/posts.json` gives it. Ids begin topics of ten posts each. */
export function post(id: number, over: Json = {}): Json {
  const [topic_id, post_number] = [Math.floor(id / 10) + 1, (id % 10) + 1]
  return {
    ...emptyPost(),
    id,
    topic_id,
    post_number,
    post_type: 1,
    version: 1,
    user_id: 7,
    username: 'somebody',
    category_id: 5,
    topic_slug: 'a-topic',
    topic_title: 'A topic',
    cooked: `<p>words ${id}</p>`,
    raw: `words ${id}`,
    created_at: '2026-11-22T09:00:00.000Z',
    post_url: `/t/a-topic/${topic_id}/${post_number}`,
    ...over,
  }
}

export const start = Date.UTC(2026, 10, 22, 10)
export const latest = (ids: (number | Json)[], before?: number): Exchange =>
  answer(`GET /posts.json${before === undefined ? '' : `?before=${before}`}`, {
    latest_posts: ids.map((one) => (typeof one === 'number' ? post(one) : one)),
  })
export const topic = (id: number, posts: Json[] = []) =>
  answer(`GET /t/${id}.json`, { id, post_stream: { posts, stream: posts.map((one) => one.id) } })
export const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n)

let contract: RequestContract | undefined
export function judge(): RequestContract {
  contract ??= openApiContract(document.path)
  return contract
}

export async function play(exchanges: Exchange[], config: object = {}, stopAfterMs = 1) {
  const player = await playCassettes(exchanges, { contract: judge() })
  const tools = means(player, start, stopAfterMs)
  const source = discourseAdapter.open(
    { server: player.origin, everyMinutes: 1, ...config },
    { ...tools.deps, secrets: { apiKey: 'key', apiUser: 'hark' } },
  )
  const at = (id: number) => `${player.host}/p/${id}`
  return { player, source, at, ...tools }
}
