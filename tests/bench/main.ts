import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { redisMissing, startRedis } from '@hark/testkit'
import { apiFigures } from './api/figures.ts'
import { sayApi } from './api/report.ts'
import { classifierAlone } from './classifier.ts'
import { type EndToEnd, endToEnd } from './end-to-end.ts'
import { against, median, quantile, rate, ratio, repeat } from './figures.ts'
import { sayMatching, sayReplay } from './replay/report.ts'
import { replay } from './replay/run.ts'
import { recordingMissing } from './replay/shapes.ts'
import { type BenchServer, startServer } from './server.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    cases: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '1000' },
    posts: { type: 'string', default: '3300000' },
    matched: { type: 'string', default: '0.005' },
    only: { type: 'string' },
  },
})
const [lines, runs, cases, requests] = [values.lines, values.runs, values.cases, values.requests].map(
  Number,
) as [number, number, number, number]
/** Posts a second: judged alone; scored by the linear stage; stored and judged. */
const GOALS = { classifier: 5_000, linear: 60_000, endToEnd: 1_000 }
/** Of the posts that name a medicine: as many tell of an adverse event as a careful programme sees, and as a storm brings. */
const mixes = [
  { name: 'everyday', events: 0.15 },
  { name: 'storm', events: 0.6 },
]
const say = (line: string) => void process.stdout.write(`${line}\n`)
const wanted = (part: string) => !values.only || values.only.split(',').includes(part)

say(
  `Hark bench on ${process.version}, ${lines} lines a run, median of ${runs} runs; embedded Postgres, every commit synced to disk. ${load()}`,
)
if (wanted('classifier')) await classifier()
if (wanted('matching') || values.only === 'replay') await matching()
await using server = await startServer()
if (wanted('postgres')) await onBackend(server, 'queue in Postgres', undefined)
if (wanted('redis')) await withRedis(server)
if (wanted('api')) await api(server)
// Half an hour and more: only where it is asked for by name.
if (values.only?.split(',').includes('replay') && !recordingMissing) await absence(server)

/** Who else is at work: figures by the clock mean little on a busy machine. */
function load(): string {
  return `Load ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} processors.`
}

function total(spent: EndToEnd['processorMs']): number {
  return spent.reduce((sum, [, ms]) => sum + ms, 0)
}

async function classifier(): Promise<void> {
  for (const mix of mixes) {
    const figures = await repeat(runs, async () => classifierAlone({ seconds: 3, events: mix.events }))
    const [wall, processor, parse, linear] = (['wall', 'processor', 'parse', 'linear'] as const).map((k) =>
      median(figures.map((f) => f[k])),
    ) as [number, number, number, number]
    say(
      `classifier alone, ${mix.name}: ${rate(wall)} posts/s on one thread (${against(wall, GOALS.classifier)}), ${rate(processor)} posts per second of processor time; against a bare JSON.parse of the same lines, ${rate(parse)}: ${ratio(processor, parse)}`,
    )
    say(
      `its linear stage alone, ${mix.name}: ${rate(linear)} texts per second of processor time (${against(linear, GOALS.linear)}); against the whole, ${ratio(linear, processor)}`,
    )
  }
}

async function withRedis(server: BenchServer): Promise<void> {
  if (redisMissing) return say(`end to end, queue in Redis: skipped, ${redisMissing}`)
  await using redis = await startRedis()
  await onBackend(server, 'queue in Redis', redis.url)
}

async function onBackend(server: BenchServer, name: string, redisUrl: string | undefined): Promise<void> {
  for (const mix of mixes) {
    const all = await repeat(runs, (n) =>
      endToEnd(server, { lines, events: mix.events, redisUrl, seed: 100 + n }),
    )
    const of = (pick: (e: EndToEnd) => number) => all.map(pick)
    const [posts, copy, queue] = [of((e) => e.posts), of((e) => e.copy), of((e) => e.queue)]
    const cost = median(of((e) => total(e.processorMs)))
    const spread = `${rate(quantile(posts, 0))}–${rate(quantile(posts, 1))}`
    say(
      `end to end, ${name}, ${mix.name} (${Math.round(100 * median(of((e) => e.flaggedShare)))} % flagged): ${rate(median(posts))} posts/s stored and classified (${spread}; ${against(median(posts), GOALS.endToEnd)}), ${rate(median(of((e) => e.offered)))} offered/s; ${cost.toFixed(2)} ms of processor time a post`,
    )
    const middle = all.toSorted((a, b) => total(a.processorMs) - total(b.processorMs))[all.length >> 1]
    say(
      `  of it ${middle?.processorMs
        .slice(0, 7)
        .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
        .join(', ')}. ${load()}`,
    )
    say(
      `  against a bare COPY of the same rows, ${rate(median(copy))}/s: ${ratio(median(posts), median(copy))}; against a bare BullMQ loop of as many, ${rate(median(queue))}/s: ${ratio(median(posts), median(queue))}`,
    )
  }
}

async function matching(): Promise<void> {
  if (recordingMissing) return say(`Jetstream: skipped, ${recordingMissing}`)
  await sayMatching(say)
}

async function absence(server: BenchServer): Promise<void> {
  const o = { posts: Number(values.posts), matched: Number(values.matched) }
  const figures = await replay(server, { ...o, progress: (line) => void process.stderr.write(`${line}\n`) })
  sayReplay(say, figures, o.matched)
  say(`  ${load()}`)
}

async function api(server: BenchServer): Promise<void> {
  sayApi(say, await apiFigures(server, { cases, requests }))
  say(`  ${load()}`)
}
