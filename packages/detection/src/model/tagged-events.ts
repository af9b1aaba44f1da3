import type { Polarity, ReadEvent } from '../events/polarity.ts'
import type { Reading } from '../reading.ts'
import { numberOf, timeUnit } from '../structure/units.ts'
import type { Judgement } from './model.ts'
import { tagColumns, tags } from './net.ts'

const count = tags.length
const polarityOf: Readonly<Record<string, Polarity>> = {
  event: 'asserted',
  negated: 'negated',
  supposed: 'hypothetical',
  indication: 'indication',
}

/** The words, and what the net says of them. */
type Read = Pick<Judgement, 'words' | 'net'>
type TokenTags = { tag: Int8Array; none: Float32Array; parted: Uint8Array }

/** Tag of each token of the reading, how sure it is none, and whether a mark that is no part of a span stands before it. */
function tagsOfTokens(reading: Reading, { words, net }: Read): TokenTags {
  const size = reading.tokens.words.length
  const found = {
    tag: new Int8Array(size).fill(-1),
    none: new Float32Array(size),
    parted: new Uint8Array(size),
  }
  let parted = 0
  for (let at = 0; at < (net?.words ?? 0); at++) {
    const [best, nothing] = bestTag(net?.tagLogits ?? new Float32Array(), at)
    const from = words.from[at] ?? -1
    if (from < 0) {
      if (best === 0) parted = 1
      continue
    }
    for (let token = from; token < (words.to[at] ?? 0); token++) {
      found.tag[token] = best
      found.none[token] = nothing
    }
    found.parted[from] = parted
    parted = 0
  }
  return found
}

function bestTag(logits: Float32Array, at: number): [best: number, none: number] {
  const from = at * tagColumns
  let best = 0
  for (let tag = 1; tag < count; tag++)
    if ((logits[from + tag] as number) > (logits[from + best] as number)) best = tag
  const top = logits[from + best] as number
  let total = 0
  for (let tag = 0; tag < count; tag++) total += Math.exp((logits[from + tag] as number) - top)
  return [best, Math.exp((logits[from] as number) - top) / total]
}

type Run = { from: number; to: number; tag: number }

/** Runs of one tag within a sentence. */
function runs(reading: Reading, { tag, parted }: TokenTags): Run[] {
  const found: Run[] = []
  const { sentence, drug } = reading.tokens
  for (let at = 0; at < tag.length; ) {
    const kind = tag[at] ?? 0
    let to = at + 1
    while (
      to < tag.length &&
      tag[to] === kind &&
      sentence[to] === sentence[at] &&
      !parted[to] &&
      (drug[to] ?? -1) < 0
    )
      to++
    if (polarityOf[tags[kind] ?? ''] && (drug[at] ?? -1) < 0) found.push({ from: at, to, tag: kind })
    at = to
  }
  return found
}

const apart = new Set(
  'and or but then plus nor und oder aber et ou mais y o pero e ma ed en of maar mas'.split(' '),
)

/** One word that the net left out of the middle of what it read: "Henryk [passed] away". Symptoms told apart stay apart. */
function mended(reading: Reading, parts: readonly Run[], { parted }: TokenTags): Run[] {
  const { words, clause, sentence, drug } = reading.tokens
  const kept: Run[] = []
  for (const part of parts) {
    const last = kept.at(-1)
    const gap = part.from - 1
    const joins =
      last?.tag === part.tag &&
      last.to === gap &&
      sentence[last.from] === sentence[part.from] &&
      clause[gap - 1] === clause[part.from] &&
      !parted[gap] &&
      !parted[part.from] &&
      (drug[gap] ?? -1) < 0 &&
      !apart.has(words[gap] ?? '')
    if (joins) last.to = part.to
    else kept.push({ ...part })
  }
  return kept
}

const time = new RegExp(`^(?:${timeUnit})$`)
const picture = /\p{Extended_Pictographic}/u

/** "two days", "up in my": short words, figures and times alone are what stands around an event. */
const saysSomething = (word: string): boolean =>
  picture.test(word) || (word.length > 2 && numberOf(word) === null && !time.test(word))

/** How sure the net must be that a listed symptom is none here before the list gives way. */
const sureOfNone = 0.85

/**
 * Events as the net reads them, with the concept of the list where one lies inside; and listed symptoms the net does not gainsay.
 * Without a net, the list's own reading.
 */
export function taggedEvents(reading: Reading, judgement: Read): ReadEvent[] {
  if (!judgement.net) return reading.events
  const tagged = tagsOfTokens(reading, judgement)
  const parts = mended(reading, runs(reading, tagged), tagged)
  const events: ReadEvent[] = parts.flatMap(({ from, to, tag: kind }) => {
    const listed = reading.events.find((event) => event.from < to && event.to > from)
    if (!listed && !reading.tokens.words.slice(from, to).some(saysSomething)) return []
    const polarity = polarityOf[tags[kind] ?? ''] ?? 'asserted'
    return {
      from,
      to,
      tier: listed?.tier ?? 'plain',
      concept: listed?.concept ?? '',
      polarity,
      by: listed?.by ?? null,
    }
  })
  for (const event of reading.events) {
    if (events.some(({ from, to }) => event.from < to && event.to > from)) continue
    let least = 1
    for (let at = event.from; at < event.to; at++) least = Math.min(least, tagged.none[at] ?? 0)
    if (least < sureOfNone) events.push(event)
  }
  return events.sort((a, b) => a.from - b.from)
}

const turns = new Set(
  'but however though although except until then yet aber jedoch mais cependant pero ma maar mas porem'.split(
    ' ',
  ),
)
/** Words between a turn and the event it brings. */
const turnReach = 5

/** "… but my hair is falling out": the event comes after a turn. */
function isTurnedTo({ tokens }: Reading, event: ReadEvent): boolean {
  const { words, sentence } = tokens
  for (let at = event.from - 1; at >= 0 && at >= event.from - turnReach; at--)
    if (sentence[at] === sentence[event.from] && turns.has(words[at] ?? '')) return true
  return false
}

/**
 * "No nausea, but my hair is falling out": one event denied, another that list and net both read as asserted after a turn. The denial
 * weighs on the post as a whole and must not hide the other event.
 */
export function oneStands(reading: Reading, { net, events }: Judgement): boolean {
  if (!net || !events.some(({ polarity }) => polarity === 'negated')) return false
  return events.some(
    (event) =>
      event.polarity === 'asserted' &&
      event.tier === 'strong' &&
      isTurnedTo(reading, event) &&
      reading.events.some(
        (listed) => listed.polarity === 'asserted' && listed.from < event.to && listed.to > event.from,
      ),
  )
}
