import type { Sentiment } from '@hark/domain'
import { spanOf } from './evidence.ts'
import { isDisguised } from './fold/disguised.ts'
import type { Match } from './match/matcher.ts'
import { explain, standsAlone } from './model/explain.ts'
import type { Judgement } from './model/model.ts'
import { oneStands } from './model/tagged-events.ts'
import { type Reading, readText } from './reading.ts'
import type { Resources } from './resources.ts'
import { findSituations, type Situations } from './rules/situations.ts'
import { type Features, featuresOf } from './score/features.ts'
import { rounded } from './score/score.ts'
import { sentimentOf, wordsOf } from './sentiment/sentiment.ts'
import type { NamedText, Subject } from './subject.ts'
import type { Uses } from './uses/uses.ts'

/** A text that was read, for one of its subjects; `matches` are its mentions. */
export type Draft = { text: NamedText; subject: Subject; reading: Reading; matches: readonly Match[] }

export function draftsOf(text: NamedText, resources: Resources): Draft[] {
  const { post, folded, own, others, subjects } = text
  if (subjects.length === 0) return []
  const reading = readText(folded, [...own, ...others], post.lang, resources)
  return subjects.map((subject) => ({
    text,
    subject,
    reading,
    matches: own.filter(({ index }) => index === subject.index),
  }))
}

/** What the rules hold, and what of it remains where the words around are weighed. */
export type Weighed = Draft & { held: Situations; situations: Situations }

export function weigh(draft: Draft, { tags }: Resources): Weighed {
  const { reading, subject } = draft
  const { tokens, cues, events, patients } = reading
  const held = findSituations(tokens, cues, events, patients, subject.index)
  return { ...draft, held, situations: tags.weigh(reading, subject.index, held) }
}

/** Sentiment of the sentences that name the product, so that one post may love one medicine and hate another. */
function toneWords(reading: Reading, matches: readonly Match[]): string[] {
  const { tokens } = reading
  const named = new Set(matches.map(({ index }) => index))
  const sentences = new Set<number>()
  tokens.drug.forEach((drug, at) => {
    if (named.has(drug)) sentences.add(tokens.sentence[at] ?? 0)
  })
  const { original, text } = tokens.folded
  // The English lexicon knows no diacritics, so disguise can be undone for it; the others need the letters as written.
  const inEnglish = reading.language.lang === 'en' || isDisguised(tokens.folded)
  if (sentences.size === 0 || sentences.size === tokens.asks.length)
    return wordsOf(inEnglish ? text : original)
  let from = -1
  let to = -1
  tokens.sentence.forEach((sentence, at) => {
    if (!sentences.has(sentence)) return
    if (from < 0) from = at
    to = at + 1
  })
  return wordsOf(
    inEnglish ? text.slice(tokens.start[from], tokens.end[to - 1]) : spanOf(tokens, from, to).text,
  )
}

/** Priority flags that a person looks at even where nothing else speaks for an event. */
const alwaysSeen = new Set<string>(['DEATH', 'SUICIDALITY', 'LIFE_THREATENING'])

export type Judged = Counted & {
  score: number
  reasons: string[]
  flagged: boolean
  judgement: Judgement
  events: Reading['events']
}

/** A situation told in words of no list is shown; it calls a person by itself only where the net sees one too. */
const leastSeen = 0.4
const isSeen = ({ heads }: Judgement): boolean => (heads?.situation ?? 0) >= leastSeen

/** What the rules make of it, in numbers. */
export type Counted = Weighed & { tone: Sentiment; uses: Uses; features: Features }

export function count(draft: Weighed, { sentiments, usesOf }: Resources): Counted {
  const { reading, subject, matches, held } = draft
  const tone = sentimentOf(toneWords(reading, matches), reading.language.lang, sentiments)
  // The trained parts were fitted on what the rules hold; what is said and flagged is what remains after weighing.
  const uses = usesOf(subject.product.substance)
  return { ...draft, tone, uses, features: featuresOf(reading, subject.index, uses, held, tone.score) }
}

/** The probability of an event; a special situation or a grave outcome of a person is seen whatever it is. */
export function judge(draft: Counted, judgement: Judgement, { model }: Resources): Judged {
  const { reading, situations, features } = draft
  const { events } = judgement
  const { threshold } = model.combination
  const stands = judgement.probability < threshold && oneStands(reading, judgement)
  const score = rounded(stands ? threshold : judgement.probability)
  const reasons = [...(stands ? ['+event.beside_denied'] : []), ...explain(features, judgement)]
  const personal = (features.advert ?? 0) < 2 && (features.news ?? 0) < 3
  const alone = personal ? aloneIn(situations, judgement, reading) : []
  return {
    ...draft,
    score,
    reasons: alone.length > 0 ? [...new Set(alone), ...reasons] : reasons,
    flagged: score >= threshold || alone.length > 0,
    judgement,
    events,
  }
}

/** What calls a person without an event. */
function aloneIn(situations: Situations, judgement: Judgement, { patients }: Reading): string[] {
  return [
    ...situations.special
      .filter(({ code, byWords }) => standsAlone(code, judgement) && (!byWords || isSeen(judgement)))
      .map(({ code }) => `+special.${code}`),
    ...situations.priority
      .filter(({ code }) => patients.length > 0 && alwaysSeen.has(code))
      .map(({ code }) => `+priority.${code}`),
  ]
}
