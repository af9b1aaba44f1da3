import { queueAges, queuePosts } from '@hark/contract'
import { type Lane, lanes } from '@hark/domain'
import type { QueueFilters } from '../../api/cases.ts'

const states = ['open', 'held', 'concluded', 'decided', 'waiting'] as const

/** Everything the queue's address restores: filters and the chosen case. */
export type QueueSearch = {
  lane?: Lane
  state?: (typeof states)[number]
  product?: string
  lang?: string
  market?: string
  age?: (typeof queueAges)[number]
  programme?: string
  posts?: (typeof queuePosts)[number]
  search?: string
  mine?: boolean
  case?: string
  find?: boolean
}

export function queueSearch(raw: Record<string, unknown>): QueueSearch {
  const text = (key: string) => (typeof raw[key] === 'string' && raw[key] !== '' ? { [key]: raw[key] } : {})
  return {
    ...(lanes.includes(raw.lane as Lane) ? { lane: raw.lane as Lane } : {}),
    ...(states.includes(raw.state as never) ? { state: raw.state as never } : {}),
    ...text('product'),
    ...text('lang'),
    ...text('market'),
    ...(queueAges.includes(raw.age as never) ? { age: raw.age as never } : {}),
    ...text('programme'),
    ...(queuePosts.includes(raw.posts as never) ? { posts: raw.posts as never } : {}),
    ...text('search'),
    ...text('case'),
    ...(raw.mine === true ? { mine: true } : {}),
    ...(raw.find === true ? { find: true } : {}),
  }
}

export const filtersOf = ({ case: _, find: __, ...filters }: QueueSearch): QueueFilters => filters

const KEY = 'hark.last-queue'
/** The queue as this tab left it, for the way back from a case. */
export const keepQueue = ({ find: _, ...search }: QueueSearch): void =>
  sessionStorage.setItem(KEY, JSON.stringify(search))
export const lastQueue = (): QueueSearch => JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as QueueSearch
