import { longestHits } from '../phrases/longest-hits.ts'
import { stemsOf } from '../phrases/stems.ts'
import type { Tokens } from '../phrases/tokens.ts'
import type { Hit } from '../phrases/trie.ts'
import type { EventEntry, LanguageResources, Tier } from '../resources.ts'

/** A symptom in the text, before its context is read. */
export type EventSpan = { from: number; to: number; tier: Exclude<Tier, 'never'>; concept: string }

/** On equal length the reviewed list wins over the open lexicon, and `never` over all. */
const rank: Readonly<Record<Tier, number>> = { never: 0, weak: 1, strong: 2, plain: 3 }

/** Longest symptom phrases, none overlapping a medicine's name; marks them in `tokens.event`. */
export function findEvents(tokens: Tokens, resources: LanguageResources, lang: string): EventSpan[] {
  const hits: Hit<EventEntry>[] = [
    ...resources.events.findAll(tokens),
    ...resources.stemmedEvents().findAll(tokens, stemsOf(tokens, lang)),
  ]
  if (hits.length === 0) return []
  const free = hits.filter((hit) => !coversMedicine(tokens, hit.from, hit.to))
  free.sort((a, b) => a.from - b.from || b.to - a.to || rank[a.value.tier] - rank[b.value.tier])
  const spans: EventSpan[] = []
  for (const { from, to, value } of longestHits(free)) {
    if (value.tier === 'never') continue
    spans.push({ from, to, tier: value.tier, concept: value.concept })
    // Neighbours differ, so that each is one step of a phrase and none is entered in its middle.
    tokens.event.fill(1 + (spans.length % 2), from, to)
  }
  return spans
}

function coversMedicine(tokens: Tokens, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((tokens.drug[at] ?? -1) >= 0) return true
  return false
}
