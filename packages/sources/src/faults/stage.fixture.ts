import type { Platform } from '@hark/domain'
import {
  type Asked,
  type Exchange,
  type Fault,
  playCassettes,
  type RequestContract,
} from '@hark/testkit/cassettes'
import type { SourceDeps } from '../adapter.ts'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { polite } from '../limits/polite.ts'
import type { Batch, Source, SourceState } from '../source.ts'
import type { World } from './world.fixture.ts'
import { items } from './world.fixture.ts'

export const minuteMs = 60_000

/** Tests only: a list of one platform, put through every fault there is (trust.md F9). */
export type ReadStage = {
  name: string
  platform: Platform
  /** Why it cannot be played here; null where it can. */
  absent: string | null
  startMs: number
  /** Path of the requests that list, where faults strike. */
  at: string
  /** The lane whose gaps are told. */
  lane: (host: string) => string
  pageSize: number
  everyMs: number
  open: (origin: string, deps: SourceDeps) => Source
  answers: (world: World, asked: Asked, host: string) => Exchange | undefined
  id: (n: number, host: string, atMs: number) => string
  contract?: RequestContract
  /** How it says that it wants to be left alone until then; status 429 and `Retry-After` unless given. */
  limited?: (untilMs: number, forMs: number) => Fault
  /** An answer in JSON or XML, with status 200, that is no list. */
  otherShape: string
  /** How it comes that the platform no longer reaches back, and what is said of it; null where it always does. */
  beyond?: Beyond
  /** Faults that cannot befall this list, each with the reason. */
  exempt?: Partial<Record<FaultName, string>>
  /** Posts that come beside the list, and are in no trouble. */
  beside?: string[]
}

/** What is done to every list (trust.md F9). */
export const faultNames = [
  '429 with a time',
  '429 without a time',
  '429 for longer than the window',
  '500, 502, 503',
  '401, then 403',
  'a body cut off',
  'a body in drops',
  'a body that stalls',
  'pages in a circle',
  'the same id with other bytes',
  'an older list, an older cursor',
  'a page that is none',
  'an end in mid-list',
  'their clock an hour ahead',
  'their clock an hour behind',
  'a date in the future',
  'a gap',
] as const
export type FaultName = (typeof faultNames)[number]

/** One row of the table: a list, a stream or a hook of one platform, and how it meets each fault. */
export type Row = Pick<ReadStage, 'name' | 'platform' | 'absent' | 'exempt'> & {
  run: (fault: FaultName) => Promise<void>
}

/** So many new items, of which the platform or we list the newest `listed`; or a pause longer than it keeps any. */
export type Beyond = {
  items: number
  listed?: number
  pageSize?: number
  reach?: number
  afterMs?: number
  reason: string
}

type Player = Awaited<ReturnType<typeof playCassettes>>
export type Act = { afterMs: number; act: (player: Player, nowMs: number) => void }
export type Script = { acts?: Act[]; forMs: number; cursor?: string | null; fromMs?: number; until?: Until }
type Until = (batches: Batch[]) => boolean

/** The platform of a stage, with one page held at first, and a way to read it on a clock that only moves when the source waits. */
export async function onStage(stage: ReadStage) {
  const { startMs, pageSize } = stage
  const clock = { ms: startMs }
  const world: World = {
    held: items(1, pageSize, startMs - 2_000),
    pageSize,
    reach: Number.POSITIVE_INFINITY,
    circles: false,
  }
  const asks: number[] = []
  // Compiled before the clocks run.
  stage.contract?.({ method: 'GET', path: '/', query: new URLSearchParams(), headers: {}, body: '' })
  const contract: RequestContract = (asked) => {
    if (asked.path.startsWith(stage.at)) asks.push(clock.ms)
    return stage.contract?.(asked) ?? []
  }
  const player = await playCassettes([], {
    contract,
    live: (asked) => stage.answers(world, asked, player.host),
  })

  async function read({ acts = [], forMs, cursor = null, fromMs = clock.ms, until = () => false }: Script) {
    clock.ms = fromMs
    const [stop, states, batches] = [new AbortController(), [] as SourceState[], [] as Batch[]]
    const left = acts.toSorted((a, b) => a.afterMs - b.afterMs)
    const nowMs = () => clock.ms
    const deps: SourceDeps = {
      http: polite(safeFetch({ allow: [player.host], headersMs: 500, idleMs: 500 }), nowMs),
      nowMs,
      random: () => 1,
      onState: (state) => states.push(state),
      sleep: async (ms) => {
        clock.ms += ms
        const begun = cursor !== null || batches.some(({ posts }) => posts.length > 0)
        while (begun && left[0] && clock.ms - fromMs >= left[0].afterMs) left.shift()?.act(player, clock.ms)
        if (clock.ms - fromMs > forMs) stop.abort()
      },
    }
    for await (const batch of stage.open(player.origin, deps).read(stop.signal, cursor)) {
      batches.push(batch)
      if (until(batches)) stop.abort()
    }
    return heard(batches, states)
  }
  const idOf = (n: number) => stage.id(n, player.host, world.held.find((one) => one.n === n)?.atMs ?? startMs)
  return {
    world,
    player,
    read,
    asks,
    clock,
    idOf,
    [Symbol.asyncDispose]: () => player[Symbol.asyncDispose](),
  }
}

function heard(batches: Batch[], states: SourceState[]) {
  const posts = batches.flatMap((batch) => batch.posts)
  return {
    batches,
    cursor: batches.at(-1)?.cursor ?? null,
    receivedMs: posts.map(({ receivedAt }) => Date.parse(receivedAt)),
    /** Which versions came, each time they came. */
    versions: posts.map(({ externalId, text }) => `${externalId} ${/word\d+\w/.exec(text)?.[0]}`).sort(),
    rejected: batches.flatMap(({ rejected }) => rejected),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    filled: batches.flatMap(({ filled }) => filled ?? []),
    reasons: states.flatMap((state) => ('reason' in state ? [state.reason] : [])),
    balanced: batches.every(
      ({ offered, unmatched, posts, rejected }) => offered === unmatched + posts.length + rejected.length,
    ),
  }
}
export type Heard = ReturnType<typeof heard>
