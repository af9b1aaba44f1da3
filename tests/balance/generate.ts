import { seededRandom } from '@hark/testkit'

export type Fate = 'stored' | 'duplicate' | 'unmatched' | 'rejected'

/** One line of a file of posts, with what must become of it. `key` names what is stored: an id and which text of it. */
export type Line = { text: string; fate: Fate; key: string; reason?: string }

export type Product = { brand: string; substance: string }
export const products: Product[] = [
  { brand: 'Zolvara', substance: 'zolvaretine' },
  { brand: 'Ondavra', substance: 'brivoxetine' },
  { brand: 'Rivalin', substance: 'rivalinum' },
]

const list = (words: string) => words.split(' | ')
const openers = list(
  'so my neighbour Ilse swears by it but | three weeks in and | not going to lie | update for everyone who asked yesterday | anyone here who also takes this | the pharmacist handed me the leaflet and | since the clinic changed my dose | okay this is getting weird because | long day at work and now | honest review after a month | my aunt (71) was put on it in spring and | for what it is worth',
)
const events = list(
  'I got a terrible rash on both arms | my head is splitting every single morning | I keep throwing up after breakfast | I have not slept for four nights | my heart was racing so hard they called an ambulance | I gained eleven pounds | everything tastes of metal | my hands will not stop shaking | I fainted in the queue at the bakery | my hair comes out in handfuls | I am dizzy whenever I stand up | my vision went blurry while driving',
)
const calm = list(
  'the price went up again at the corner shop | does anybody know whether it comes as drops | new packaging looks quite nice actually | the company announced results for the quarter | finally picked up my refill after two hours | is it covered by insurance in the north | they have an advert on every bus now | worked well for me and I am grateful',
)
const fillers =
  'garden river table window lamp orange quiet market bicycle letter coffee evening station blanket mirror pocket winter ladder basket copper needle violin harbour button candle meadow carpet bridge pillow thunder kettle saddle pepper marble ticket garage ribbon feather tunnel velvet'.split(
    ' ',
  )
const elsewhere = list(
  'what a match last night, the keeper saved everything | recipe for lentil soup below | the train is late again and nobody says why | my cat sits on the keyboard all day | looking for a second-hand bicycle in town | new season starts on friday, who is watching',
)

export type Traffic = { lines: Line[]; counts: Record<Fate, number>; stored: Set<string> }

type Maker = {
  random: () => number
  events: number
  lines: Line[]
  posts: { id: string; body: string; words: string; versions: number }[]
}

/**
 * `count` lines, the same for the same seed: about half name a medicine; some come twice, some are copies of another's words, some a
 * later version of a post, some disguise the name, some cannot be read. Every line says what must become of it.
 * `events` is the share of those that name a medicine which also tell of an adverse event.
 */
export function generateTraffic(seed: number, count: number, prefix = 'g', events = 0.6): Traffic {
  const maker: Maker = { random: seededRandom(seed), events, lines: [], posts: [] }
  while (maker.lines.length < count) maker.lines.push(makeLine(maker, `${prefix}${maker.lines.length}`))
  const counts = { stored: 0, duplicate: 0, unmatched: 0, rejected: 0 }
  for (const line of maker.lines) counts[line.fate] += 1
  const stored = new Set(maker.lines.filter((l) => l.fate === 'stored').map((l) => l.key))
  return { lines: maker.lines, counts, stored }
}

function makeLine(m: Maker, id: string): Line {
  const share = m.random()
  const earlier = m.posts[Math.floor(m.random() * m.posts.length)]
  if (share < 0.33 || !earlier) return share < 0.33 ? unmatched(m, id) : fresh(m, id, aboutMedicine(m))
  if (share < 0.4) return { text: earlier.body, fate: 'duplicate', key: `${earlier.id}#${earlier.versions}` }
  if (share < 0.45) return unreadable(m, id)
  if (share < 0.5) return fresh(m, id, earlier.words)
  if (share < 0.53) return newVersion(m, earlier)
  return fresh(m, id, aboutMedicine(m))
}

const pick = <T>(m: Maker, items: readonly T[]): T => items[Math.floor(m.random() * items.length)] as T
const aside = (m: Maker) => Array.from({ length: 6 }, () => pick(m, fillers)).join(' ')

function aboutMedicine(m: Maker): string {
  const said = m.random() < m.events ? pick(m, events) : pick(m, calm)
  return `${pick(m, openers)} ${nameOf(m)}: ${said}. ${aside(m)}`
}

/** As people write it, and as those do who do not want to be found. */
function nameOf(m: Maker): string {
  const { brand, substance } = pick(m, products)
  const share = m.random()
  if (share < 0.6) return brand
  if (share < 0.75) return `#${brand.toLowerCase()}`
  if (share < 0.85) return substance
  if (share < 0.93) return `${brand.slice(0, 3)}\u200b${brand.slice(3)}`
  return [...brand].map((c) => String.fromCodePoint((c.codePointAt(0) as number) + 0xfee0)).join('')
}

const lineOf = (id: string, words: string, extra: object = {}): string =>
  JSON.stringify({ id, text: words, author: { handle: `@writer-${id}` }, ...extra })

function fresh(m: Maker, id: string, words: string): Line {
  const body = lineOf(id, words, { posted_at: `2026-10-${10 + Math.floor(m.random() * 20)}T08:00:00Z` })
  m.posts.push({ id, body, words, versions: 0 })
  return { text: body, fate: 'stored', key: `${id}#0` }
}

function newVersion(m: Maker, post: Maker['posts'][number]): Line {
  post.versions += 1
  post.words = `${post.words} edit ${post.versions}: ${aside(m)}`
  post.body = lineOf(post.id, post.words)
  return { text: post.body, fate: 'stored', key: `${post.id}#${post.versions}` }
}

const unmatched = (m: Maker, id: string): Line => ({
  text: lineOf(id, `${pick(m, elsewhere)} ${aside(m)}`),
  fate: 'unmatched',
  key: id,
})

function unreadable(m: Maker, id: string): Line {
  const [text, reason] = pick(m, [
    [`{"id":"${id}","text":"cut off`, 'json.invalid'],
    [lineOf(id, ' '), 'text.absent'],
    [`{"id":"${id}","text":17}`, 'text.invalid'],
    [lineOf(id, 'when was this?', { date: 'the day before yesterday' }), 'date.unreadable'],
  ] as const)
  return { text, fate: 'rejected', key: id, reason }
}
