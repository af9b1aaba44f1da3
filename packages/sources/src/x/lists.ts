import type { TwitterApiv2 } from 'twitter-api-v2'
import type { Lane } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import type { FieldNames } from './fields.ts'
import { fieldsBy } from './fields.ts'
import type { Meter, Read } from './money.ts'
import { shortHash } from './queries.ts'
import { ListAnswer } from './shape.ts'
import { type Asking, sinceWalk } from './walk.ts'

export type Lists = {
  client: (signal: AbortSignal) => Promise<TwitterApiv2>
  meter: Meter
  nowMs: () => number
  names: FieldNames
  everyMs: number
}

/** Recent search goes back seven days; a minute of margin, for the request takes time. */
export const searchReachMs = 7 * 86_400_000 - 60_000
/** A page, and the small one that is asked for where the budget has no whole page left. */
const [pageSize, lastPageSize] = [100, 10]

export function searchPage({ client, meter, names }: Lists, query: string, signal: AbortSignal) {
  return ({ since, next }: Asking): Promise<ListAnswer> => {
    const asked = {
      query,
      ...fieldsBy[names],
      ...(since !== null && { since_id: since }),
      ...(next !== null && { next_token: next }),
    }
    const ask = async (max_results: number) =>
      listOf(await (await client(signal)).get('tweets/search/recent', { ...asked, max_results }))
    return withinBudget(meter, ask, heldIn)
  }
}

export function searchLane(lists: Lists, query: string): Lane {
  const { nowMs, everyMs } = lists
  return {
    key: `search:${shortHash(query)}`,
    everyMs,
    walk: (cursor, signal) =>
      sinceWalk({ page: searchPage(lists, query, signal), nowMs, reachMs: searchReachMs }, cursor),
  }
}

/** Mentions of an account, of which X lists the latest 800. */
export function mentionsLane({ client, meter, nowMs, names, everyMs }: Lists, userId: string): Lane {
  const page = (signal: AbortSignal) => (asking: Asking) => {
    const asked = {
      ...fieldsBy[names],
      ...(asking.since !== null && { since_id: asking.since }),
      ...(asking.next !== null && { pagination_token: asking.next }),
    }
    const ask = async (max_results: number) =>
      listOf(
        await (await client(signal)).get(
          'users/:id/mentions',
          { ...asked, max_results },
          { params: { id: userId } },
        ),
      )
    return withinBudget(meter, ask, (answer) => ({ ...heldIn(answer), own: true }))
  }
  return {
    key: `mentions:${userId}`,
    everyMs,
    walk: (cursor, signal) => sinceWalk({ page: page(signal), nowMs, mostItems: 800 }, cursor),
  }
}

async function withinBudget(
  meter: Meter,
  ask: (size: number) => Promise<ListAnswer>,
  held: (answer: ListAnswer) => Read,
): Promise<ListAnswer> {
  try {
    return await meter.read(pageSize, () => ask(pageSize), held)
  } catch (error) {
    if (!(error instanceof Trouble && error.code === 'budget.spent')) throw error
    return meter.read(lastPageSize, () => ask(lastPageSize), held)
  }
}

/** The answer to a question for a list. Problems and nothing else say that there is no such list, though with status 200. */
export function listOf(json: unknown): ListAnswer {
  const answer = answerOf(json)
  const { data, meta, errors } = answer
  if (data == null && meta == null && errors.length > 0) throw new Trouble('refused', 'x.no_such_list')
  return answer
}

export function answerOf(json: unknown): ListAnswer {
  const parsed = ListAnswer.safeParse(json)
  if (parsed.success) return parsed.data
  throw new Trouble('malformed', `answer.unknown_shape:${parsed.error.issues[0]?.path.join('.') ?? ''}`)
}

/** Posts and users of an answer, by id, whether asked for or come along. */
export function heldIn({ data, includes }: Pick<ListAnswer, 'data' | 'includes'>) {
  const ids = (list: readonly unknown[]) =>
    list.map((one) => String((one as { id?: unknown } | null)?.id ?? ''))
  const { tweets = [], posts = [], users = [] } = includes ?? {}
  return { posts: ids([...(data ?? []), ...tweets, ...posts]), users: ids(users) }
}
