import type { Finding, Post, Product } from '@hark/domain'
import { engine } from './engine.ts'
import { criteriaOf, evidenceOf, spanOf } from './evidence.ts'
import { type Folded, fold } from './fold/fold.ts'
import type { Match, Matcher } from './match/matcher.ts'
import { type Reading, readText } from './reading.ts'
import type { Resources } from './resources.ts'
import { findSituations, type Situations } from './rules/situations.ts'
import { featuresOf } from './score/features.ts'
import { reasonsOf, scoreOf } from './score/score.ts'
import { sentimentOf, wordsOf } from './sentiment/sentiment.ts'
import { meToo, threadMatches } from './thread.ts'

/** What detection needs of a post. `parentText` is the post it answers: a medicine may be named only there. */
export type DetectablePost = {
  text: string
  lang?: string | null
  media?: Post['media']
  parentText?: string | null
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
  const inEnglish = reading.language.lang === 'en'
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

/** What sends a post to a human whatever its score. */
function unreadable(post: DetectablePost, reading: Reading): string[] {
  const reasons: string[] = []
  if (reading.tokens.words.length === 0 && (post.media?.length ?? 0) > 0) reasons.push('media.only')
  else if (!reading.language.known) reasons.push('language.unknown')
  return reasons
}

/** Priority flags that a person looks at even where nothing else speaks for an event. */
const alwaysSeen = new Set<string>(['DEATH', 'SUICIDALITY', 'LIFE_THREATENING'])

type Judged = { score: number; reasons: string[] }

/** The score of the event; where only a special situation or a priority stands, a score just high enough to be flagged. */
function judge(reading: Reading, product: number, situations: Situations, tone: number): Judged {
  const features = featuresOf(reading, product, situations, tone)
  const score = scoreOf(features)
  const reasons = reasonsOf(features)
  const personal = (features.advert ?? 0) < 2 && (features.news ?? 0) < 3
  const held = [
    ...situations.special.map(({ code }) => `+special.${code}`),
    ...situations.priority
      .filter(({ code }) => reading.patients.length > 0 && alwaysSeen.has(code))
      .map(({ code }) => `+priority.${code}`),
  ]
  if (held.length === 0 || !personal) return { score, reasons }
  const codes = [...new Set(held)]
  return { score: Math.max(score, engine.specialFloor), reasons: [...codes, ...reasons] }
}

function findingOf(
  post: DetectablePost,
  reading: Reading,
  product: Product,
  index: number,
  matches: Match[],
  resources: Resources,
): Finding {
  const { tokens, cues, events, patients, language } = reading
  const situations = findSituations(tokens, cues, events, patients, index)
  const sentiment = sentimentOf(toneWords(reading, matches), language.lang, resources.sentiments)
  const judged = judge(reading, index, situations, sentiment.score)
  const toHuman = unreadable(post, reading)
  if (matches.length === 0) toHuman.push(...meToo(post, reading))
  const unique = <T>(codes: readonly { code: T }[]): T[] => [...new Set(codes.map(({ code }) => code))]
  return {
    productId: product.id,
    score: judged.score,
    threshold: engine.threshold,
    flagged: judged.score >= engine.threshold || toHuman.length > 0,
    reasons: [...toHuman, ...judged.reasons],
    evidence: evidenceOf(reading, matches, situations),
    criteria: criteriaOf(reading, matches, situations),
    seriousness: unique(situations.serious),
    special: unique(situations.special),
    priority: unique(situations.priority),
    patients: patients.map(({ label, age, sex, from, to }) => ({
      label,
      age,
      sex,
      span: spanOf(tokens, from, to),
    })),
    sentiment,
    lang: language.known || language.lang !== 'und' ? language.lang : 'und',
    model: resources.modelId,
  }
}

/**
 * One post → one finding per product named in it or, failing that, in the post it answers or its media's descriptions. Pure:
 * same post, programme and resources, same findings. A post that names no product yields none, save a media-only one, which
 * is never negative and is held against the programme's first own product with `product.unknown`.
 */
export function detect(post: DetectablePost, matcher: Matcher, resources: Resources): Finding[] {
  const folded: Folded = fold(post.text)
  const own = matcher.inFolded(folded)
  const inThread = own.length === 0 ? threadMatches(post, matcher) : []
  const indexes = [...new Set([...own, ...inThread].map(({ index }) => index))]
  if (indexes.length === 0) return mediaOnly(post, folded, matcher, resources)
  const reading = readText(folded, own, post.lang, resources)
  return indexes.flatMap((index) => {
    const product = matcher.products[index]
    if (!product) return []
    const finding = findingOf(
      post,
      reading,
      product,
      index,
      own.filter((match) => match.index === index),
      resources,
    )
    return own.length > 0 ? [finding] : [{ ...finding, reasons: [...finding.reasons, 'product.in_thread'] }]
  })
}

function mediaOnly(post: DetectablePost, folded: Folded, matcher: Matcher, resources: Resources): Finding[] {
  if ((post.media?.length ?? 0) === 0 || /[\p{L}\p{N}]/u.test(post.text)) return []
  const index = Math.max(
    0,
    matcher.products.findIndex((product) => product.own),
  )
  const product = matcher.products[index]
  if (!product) return []
  const finding = findingOf(post, readText(folded, [], post.lang, resources), product, index, [], resources)
  return [
    {
      ...finding,
      flagged: true,
      reasons: [...new Set(['media.only', ...finding.reasons]), 'product.unknown'],
    },
  ]
}
