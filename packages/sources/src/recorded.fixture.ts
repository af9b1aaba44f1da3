import { readFileSync } from 'node:fs'
import type { CassettePlayer, Exchange } from '@hark/testkit/cassettes'
import type { SourceDeps } from './adapter.ts'
import { safeFetch } from './fetch/safe-fetch.ts'
import type { Batch, Source, SourceState } from './source.ts'

/** Tests only. An answer to `GET /path?query` with a body given as JSON or as text. */
export function answer(
  request: string,
  body: unknown,
  status = 200,
  headers: [string, string][] = [],
): Exchange {
  const [method = 'GET', target = '/'] = request.split(' ')
  return {
    method,
    url: new URL(target, 'http://recorded.invalid'),
    status,
    headers: [['content-type', 'application/json; charset=utf-8'], ...headers],
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  }
}

export const recordedJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** Means to read with, on a clock that only moves when the source sleeps and that stops the source in time. */
export function means(player: Pick<CassettePlayer, 'host'>, startMs: number, stopAfterMs: number) {
  const stop = new AbortController()
  const time = { ms: startMs, slept: [] as number[], states: [] as SourceState[] }
  const deps: SourceDeps = {
    http: safeFetch({ allow: [player.host] }),
    nowMs: () => time.ms,
    random: () => 1,
    onState: (state) => time.states.push(state),
    sleep: async (ms) => {
      time.slept.push(ms)
      time.ms += ms
      if (time.ms - startMs > stopAfterMs) stop.abort()
    },
  }
  return { deps, time, stop, signal: stop.signal }
}

/** Everything a source hands over until it ends or is stopped. `until` stops it with the batch it likes. */
export async function all(
  source: Source,
  { signal, stop }: Pick<ReturnType<typeof means>, 'signal' | 'stop'>,
  cursor: string | null = null,
  until: (batches: Batch[]) => boolean = () => false,
) {
  const batches: Batch[] = []
  for await (const batch of source.read(signal, cursor)) {
    batches.push(batch)
    if (until(batches)) stop.abort()
  }
  return {
    batches,
    cursor: batches.at(-1)?.cursor ?? cursor,
    posts: batches.flatMap(({ posts }) => posts),
    ids: batches.flatMap(({ posts }) => posts.map(({ externalId }) => externalId)),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    rejected: batches.flatMap(({ rejected }) => rejected),
  }
}
