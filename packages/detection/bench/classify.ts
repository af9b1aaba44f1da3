import { classifyLines, compileMatcher, loadResources } from '../src/index.ts'

/**
 * Posts a second of processor time on one core, next to a bare JSON.parse and JSON.stringify of the same lines:
 * `node packages/detection/bench/classify.ts [seconds]`
 */
const texts = [
  'I feel like a zombie since starting Zorvex, anyone else? Been on it 3 weeks',
  'took Zorvex for my migraine last night and it actually helped',
  'My mum (72) ended up in hospital after Zorvex 😢 doctors say her kidneys failed',
  'Beautiful morning at the lake with the kids, coffee in hand, nothing else to do today',
  'Zorvex made me gain 20 lbs in two months and my hair is falling out, so done with this',
  'New study: zorvexin reduces risk of stroke by 12 % versus placebo https://example.org/a1',
  'Seit ich Zorvex nehme habe ich ständig Kopfschmerzen und schlafe nicht mehr',
  'can’t sleep again, thanks Zorvex 🙃 it’s 4am and I have work at 8',
]
const lines = texts.map((text, i) => JSON.stringify({ id: String(i), text }))
const seconds = Number(process.argv[2] ?? 3)
const resources = loadResources()
const programme = compileMatcher([
  { id: 'zorvex', group: 'zorvex', brand: 'Zorvex', substance: 'zorvexin', own: true, names: [] },
])

/** A batch of the size that `hark classify` works on. */
const batch = Array.from({ length: 25 }, () => lines).flat()

function rate(work: (lines: readonly string[]) => unknown): number {
  for (let i = 0; i < 10; i++) work(batch)
  // Processor time, not the clock: the machine may be busy with other work.
  const start = process.cpuUsage()
  const spent = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(start))
  let count = 0
  for (; spent() < seconds; count += batch.length) work(batch)
  return Math.round(count / spent())
}

const bare = rate((some) => some.map((line) => JSON.stringify(JSON.parse(line))))
for (const [name, matcher] of [
  ['programme', programme],
  ['gazetteer', resources.gazetteer()],
] as const) {
  const posts = rate((some) => classifyLines(some, matcher, resources).map((said) => JSON.stringify(said)))
  console.log(
    `${name}: ${posts} posts/s, ${(bare / posts).toFixed(0)} times a bare JSON round trip (${bare}/s)`,
  )
}
