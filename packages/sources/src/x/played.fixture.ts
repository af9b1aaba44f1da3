import {
  type Exchange,
  fixture,
  openApiContract,
  playCassettes,
  type RequestContract,
} from '@hark/testkit/cassettes'
import { budgets, inMemory } from '../limits/budgets.ts'
import { means, recordedJson } from '../recorded.fixture.ts'
import { xAdapter } from './adapter.ts'
import { idAt } from './snowflake.ts'

/** Tests only: X as its recorded events let it be played, every request judged by X's own OpenAPI document. */
export const events = fixture('x/activity-payloads')
export const needs = events.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
export const start = Date.UTC(2026, 6, 24, 21, 30)
export const recorded = () =>
  recordedJson(`${events.path}/post.mention.create.json`).data as { payload: object; includes: object }
/** The recorded mention, as posts of other instants. */
export const posts = (...agoSeconds: number[]) =>
  agoSeconds.map((ago) => {
    const id = idAt(start - ago * 1000)
    return { ...recorded().payload, id, conversation_id: id, edit_history_tweet_ids: [id] }
  })
export const idsOf = (list: { id: string }[]) => list.map(({ id }) => id)
export const page = (list: object[], next?: string) => ({
  data: list,
  includes: recorded().includes,
  meta: { result_count: list.length, ...(next && { next_token: next }) },
})

export const fields =
  'post.fields=attachments,conversation_id,created_at,entities,lang,note_post&expansions=author_id,attachments.media_keys,edit_history_post_ids,referenced_posts&user.fields=id,username,protected&media.fields=alt_text,media_key,type'
export const streamFields =
  'tweet.fields=attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets&expansions=author_id,attachments.media_keys,referenced_tweets.id&user.fields=id,username,protected&media.fields=alt_text,media_key,type'
export const search = (query: string, more = '') =>
  `GET /2/tweets/search/recent?query=${encodeURIComponent(query)}&max_results=100&${fields}${more}`
export const mentions = (more = '') => `GET /2/users/77/mentions?max_results=100&${fields}${more}`

export const contract: RequestContract = events.absent
  ? () => []
  : (() => {
      const judge = openApiContract(fixture('x/openapi.json').path)
      return (asked) => (asked.path.startsWith('/2/') ? judge(asked) : [])
    })()

export async function play(exchanges: Exchange[], config: object, stopAfterMs: number, spend?: number) {
  const player = await playCassettes(exchanges, { ignore: ['since_id'], contract })
  const tools = means(player, start, stopAfterMs)
  const settings = { server: player.origin, ...config }
  const purse = spend === undefined ? {} : { monthlyBudgetUsd: spend }
  const source = xAdapter.open(
    { ...settings, ...purse },
    {
      ...tools.deps,
      secrets: { bearerToken: 'token' },
      ...(spend !== undefined && {
        budgets: budgets(
          xAdapter.allowances?.({ ...settings, ...purse }) ?? {},
          inMemory(),
          tools.deps.nowMs,
        ),
      }),
    },
  )
  return { player, source, ...tools }
}
