import type { ClaimedPost } from '@hark/db'
import { compileMatcher, loadResources } from '@hark/detection'
import { judge } from '../../services/classifier/src/judge.ts'
import { generateTraffic, products } from '../balance/generate.ts'

const BATCH = 100

export type ClassifierFigures = {
  /** Posts a second, nothing stored: by the clock, and by the processor time it took. */
  wall: number
  processor: number
  /** Lines a second of processor time of a bare `JSON.parse` of the lines these posts came in. */
  parse: number
}

/** What the classifier judges on one processor. */
export function classifierAlone(o: { seconds: number; events: number }): ClassifierFigures {
  const resources = loadResources()
  const matcher = compileMatcher(
    products.map((p) => ({ id: p.brand, group: p.brand, own: true, names: [], ...p })),
  )
  const lines = generateTraffic(3, 8_000, 'c', o.events).lines.flatMap((l) =>
    l.fate === 'stored' ? l.text : [],
  )
  const posts = lines.map((line, i) => ({
    id: String(i),
    text: (JSON.parse(line) as { text: string }).text,
    lang: 'en',
    media: [],
  }))
  const batches = Array.from({ length: Math.floor(posts.length / BATCH) }, (_, i) =>
    posts.slice(i * BATCH, (i + 1) * BATCH),
  )
  const round = () => {
    for (const batch of batches) judge(batch as unknown as ClaimedPost[], matcher, {}, resources)
    return batches.length * BATCH
  }
  const parseAll = () => {
    for (const line of lines) JSON.parse(line)
    return lines.length
  }
  const { wall, processor } = ratesOf(round, o.seconds)
  return { wall, processor, parse: ratesOf(parseAll, o.seconds / 10).processor }
}

/** How many a second, once warm, until so many seconds of processor time are spent. */
function ratesOf(round: () => number, seconds: number): { wall: number; processor: number } {
  round()
  const [cpu, clock] = [process.cpuUsage(), performance.now()]
  const spent = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(cpu))
  let count = 0
  while (spent() < seconds) count += round()
  return { wall: count / ((performance.now() - clock) / 1000), processor: count / spent() }
}
