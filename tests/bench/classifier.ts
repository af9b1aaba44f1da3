import type { ClaimedPost } from '@hark/db'
import { compileMatcher, loadResources, type Resources } from '@hark/detection'
import { judge } from '../../services/classifier/src/judge.ts'
import { generateTraffic, products } from '../balance/generate.ts'

const BATCH = 100

export type ClassifierFigures = {
  /** Posts a second, nothing stored: by the clock, and by the processor time it took. */
  wall: number
  processor: number
  /** Lines a second of processor time of a bare `JSON.parse` of the lines these posts came in. */
  parse: number
  /** Texts a second of processor time that the linear stage alone scores, once they are read into words. */
  linear: number
}

type Words = Parameters<Resources['model']['linear']['score']>[0]

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
  const round = (known: Resources = resources) => {
    for (const batch of batches) judge(batch as unknown as ClaimedPost[], matcher, {}, known)
    return batches.length * BATCH
  }
  const texts = wordsRead(resources, round)
  const scoreAll = () => {
    for (const words of texts) resources.model.linear.score(words)
    return texts.length
  }
  const parseAll = () => {
    for (const line of lines) JSON.parse(line)
    return lines.length
  }
  const { wall, processor } = ratesOf(() => round(), o.seconds)
  const [parse, linear] = [parseAll, scoreAll].map((work) => ratesOf(work, o.seconds / 10).processor)
  return { wall, processor, parse: parse ?? 0, linear: linear ?? 0 }
}

/** The words that the model is asked about while the posts are judged: what its linear stage works on. */
function wordsRead(resources: Resources, judgeAll: (known: Resources) => unknown): Words[] {
  const texts: Words[] = []
  const { model } = resources
  const listening: Resources['model'] = {
    ...model,
    judge: (asked) => {
      const said = model.judge(asked)
      texts.push(...said.map(({ words }) => words))
      return said
    },
  }
  judgeAll({ ...resources, model: listening })
  return texts
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
