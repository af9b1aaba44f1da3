import type { ClaimedPost } from '@hark/db'
import { compileMatcher, loadResources } from '@hark/detection'
import { judge } from '../../services/classifier/src/judge.ts'
import { generateTraffic, products } from '../balance/generate.ts'

const BATCH = 100

/** Posts a second that the classifier judges on one processor, nothing stored: by the clock, and by the processor time it took. */
export function classifierAlone(o: { seconds: number; events: number }): { wall: number; processor: number } {
  const resources = loadResources()
  const matcher = compileMatcher(
    products.map((p) => ({ id: p.brand, group: p.brand, own: true, names: [], ...p })),
  )
  const posts = generateTraffic(3, 8_000, 'c', o.events)
    .lines.filter((l) => l.fate === 'stored')
    .map((l, i) => ({
      id: String(i),
      text: (JSON.parse(l.text) as { text: string }).text,
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
  round() // warm
  const [cpu, clock] = [process.cpuUsage(), performance.now()]
  const spent = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(cpu))
  let count = 0
  while (spent() < o.seconds) count += round()
  return { wall: count / ((performance.now() - clock) / 1000), processor: count / spent() }
}
