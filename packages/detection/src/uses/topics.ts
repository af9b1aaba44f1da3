import type { ReadEvent } from '../events/polarity.ts'
import type { Tokens } from '../phrases/tokens.ts'
import type { PhraseTrie } from '../phrases/trie.ts'
import type { Reading } from '../reading.ts'
import type { Uses } from './uses.ts'

/** Words of a text that are about a topic: tokens `from` … `to - 1`. */
export type TopicHit = { topic: string; from: number; to: number }

/** A post says no more than this; what does is an attack on time. */
const most = 200

export function findTopics(tokens: Tokens, topics: PhraseTrie<string>): TopicHit[] {
  return topics
    .findAll(tokens)
    .slice(0, most)
    .map(({ from, to, value }) => ({ topic: value, from, to }))
}

/** How many topics of a text the medicine is only taken for, and how many it is only known to do. */
export function countKnown(
  { topics, events }: Pick<Reading, 'topics' | 'events'>,
  { uses, effects }: Uses,
): { usedFor: number; knownEffect: number } {
  const unsaid = events.filter(({ polarity }) => isUnsaid(polarity))
  const usedFor = new Set<string>()
  const knownEffect = new Set<string>()
  for (const { topic, from, to } of topics) {
    const [use, effect] = [uses.has(topic), effects.has(topic)]
    if (use && !effect) usedFor.add(topic)
    else if (effect && !use && !unsaid.some((event) => from < event.to && to > event.from))
      knownEffect.add(topic)
  }
  return { usedFor: Math.min(2, usedFor.size), knownEffect: Math.min(2, knownEffect.size) }
}

/** What is denied, feared or better is not what the medicine did, however well known. */
const isUnsaid = (polarity: ReadEvent['polarity']): boolean =>
  polarity === 'negated' || polarity === 'hypothetical' || polarity === 'benefit'

/** Whether words are about what the medicine is taken for, and nothing it is known to do. */
export function isUse(
  { from, to }: { from: number; to: number },
  topics: readonly TopicHit[],
  { uses, effects }: Uses,
): boolean {
  const over = topics.filter((hit) => hit.from < to && hit.to > from)
  return over.some(({ topic }) => uses.has(topic)) && !over.some(({ topic }) => effects.has(topic))
}
