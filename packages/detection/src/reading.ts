import type { Cue } from './cues/find-cues.ts'
import { findCues } from './cues/find-cues.ts'
import { findEvents } from './events/find-events.ts'
import { type ReadEvent, readEvents } from './events/polarity.ts'
import type { Folded } from './fold/fold.ts'
import { type DetectedLanguage, detectLanguage } from './lang/detect.ts'
import type { Match } from './match/matcher.ts'
import { type Tokens, tokenise } from './phrases/tokens.ts'
import type { LanguageResources, Lists } from './resources.ts'
import { type FoundPatient, findPatients } from './rules/patients.ts'
import { findTopics, type TopicHit } from './uses/topics.ts'

/** Everything read from a text once, before any product is judged. */
export type Reading = {
  language: DetectedLanguage
  tokens: Tokens
  events: ReadEvent[]
  cues: Map<string, Cue[]>
  patients: FoundPatient[]
  /** What its words are about, whichever medicine is asked about. */
  topics: TopicHit[]
  /** Phrases of its language still to be held against it, once it is known which events it tells. */
  scopes: LanguageResources['scopes']
}

/** Marks the tokens of each match with its product's place in the list. */
function markMedicines(
  tokens: Tokens,
  matches: readonly { index: number; from: number; to: number }[],
): void {
  for (const { index, from, to } of matches) {
    for (
      let at = firstTokenFrom(tokens, from);
      at < tokens.words.length && (tokens.start[at] ?? 0) < to;
      at++
    ) {
      if (tokens.drug[at] === -1) tokens.drug[at] = index
    }
  }
}

/** First token that ends after `offset`, by bisection: long posts name many medicines. */
function firstTokenFrom(tokens: Tokens, offset: number): number {
  let low = 0
  let high = tokens.words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens.end[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** A language without lists is still read with the English ones: medicine and symptom words travel. */
const fallback = 'en'

export function readText(
  folded: Folded,
  matches: readonly Match[],
  lang: string | null | undefined,
  resources: Lists,
): Reading {
  const language = detectLanguage(folded.original, lang, resources.words)
  const lists =
    resources.byLanguage.get(language.lang) ?? (resources.byLanguage.get(fallback) as LanguageResources)
  const tokens = tokenise(folded, language.lang)
  markMedicines(tokens, matches)
  const events = findEvents(tokens, lists, language.known ? language.lang : fallback)
  const cues = findCues(tokens, lists)
  return {
    language,
    tokens,
    events: readEvents(events, cues, tokens),
    cues,
    patients: findPatients(tokens, cues),
    topics: findTopics(tokens, lists.topics),
    scopes: lists.scopes,
  }
}
