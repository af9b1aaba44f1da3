import type { Finding, Post, Product, Structure } from '@hark/domain'
import { criteriaOf, evidenceOf, spanOf } from './evidence.ts'
import { isDisguised } from './fold/disguised.ts'
import { type Folded, fold } from './fold/fold.ts'
import { namedInLinkOnly } from './match/links.ts'
import type { Match, Matcher } from './match/matcher.ts'
import { othersNamed } from './match/others.ts'
import { explain, standsAlone } from './model/explain.ts'
import type { Judgement } from './model/model.ts'
import { oneStands, taggedEvents } from './model/tagged-events.ts'
import { type Reading, readText } from './reading.ts'
import type { Resources } from './resources.ts'
import { findSituations, type Situations } from './rules/situations.ts'
import { featuresOf } from './score/features.ts'
import { rounded } from './score/score.ts'
import { sentimentOf, towards, wordsOf } from './sentiment/sentiment.ts'
import { structureOf } from './structure/structure.ts'
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

/** What sends a post to a human whatever its score. */
function unreadable(post: DetectablePost, reading: Reading): string[] {
  const reasons: string[] = []
  if (reading.tokens.words.length === 0 && (post.media?.length ?? 0) > 0) reasons.push('media.only')
  else if (!reading.language.known) reasons.push('language.unknown')
  return reasons
}

/** Priority flags that a person looks at even where nothing else speaks for an event. */
const alwaysSeen = new Set<string>(['DEATH', 'SUICIDALITY', 'LIFE_THREATENING'])

type Judged = {
  score: number
  reasons: string[]
  flagged: boolean
  judgement: Judgement
  events: Reading['events']
}

/** A situation told in words of no list is shown; it calls a person by itself only where the net sees one too. */
const leastSeen = 0.4
const isSeen = ({ heads }: Judgement): boolean => (heads?.situation ?? 0) >= leastSeen

/** The probability of an event; a special situation or a grave outcome of a person is seen whatever it is. */
function judge(
  reading: Reading,
  product: number,
  held: Situations,
  situations: Situations,
  tone: number,
  { model }: Resources,
): Judged {
  // The trained parts were fitted on what the rules hold; what is said and flagged is what remains after weighing.
  const features = featuresOf(reading, product, held, tone)
  const judgement = model.judge(reading, product, features)
  const events = taggedEvents(reading, judgement)
  const { threshold } = model.combination
  const stands = judgement.probability < threshold && oneStands(reading, events, judgement)
  const score = rounded(stands ? threshold : judgement.probability)
  const reasons = [...(stands ? ['+event.beside_denied'] : []), ...explain(features, judgement)]
  const flagged = score >= threshold
  const personal = (features.advert ?? 0) < 2 && (features.news ?? 0) < 3
  const alone = [
    ...situations.special
      .filter(({ code, byWords }) => standsAlone(code, judgement) && (!byWords || isSeen(judgement)))
      .map(({ code }) => `+special.${code}`),
    ...situations.priority
      .filter(({ code }) => reading.patients.length > 0 && alwaysSeen.has(code))
      .map(({ code }) => `+priority.${code}`),
  ]
  if (alone.length === 0 || !personal) return { score, reasons, flagged, judgement, events }
  return { score, reasons: [...new Set(alone), ...reasons], flagged: true, judgement, events }
}

/** A medicine every mention of which is in passing still counts, since doubt makes it suspect; the reviewer is told. */
function byRole({ medicines }: Structure, productId: string): string[] {
  const roles = medicines.filter((mention) => mention.productId === productId).map(({ role }) => role)
  return roles.length > 0 && !roles.includes('suspect') ? [`product.${roles[0]}`] : []
}

/** The products a text names, and the medicines beside them that are none of the programme's. */
type Named = { named: readonly Match[]; others: readonly Match[] }

function findingOf(
  post: DetectablePost,
  reading: Reading,
  product: Product,
  index: number,
  { named, others }: Named,
  resources: Resources,
): Finding {
  const { tokens, cues, events, patients, language } = reading
  const matches = named.filter((match) => match.index === index)
  const held = findSituations(tokens, cues, events, patients, index)
  const situations = resources.tags.weigh(reading, index, held)
  const tone = sentimentOf(toneWords(reading, matches), language.lang, resources.sentiments)
  const judged = judge(reading, index, held, situations, tone.score, resources)
  const read = { ...reading, events: judged.events }
  const linkOnly = namedInLinkOnly(tokens.folded, matches)
  const toHuman = linkOnly ? [] : unreadable(post, reading)
  if (matches.length === 0) toHuman.push(...meToo(post, reading))
  const unique = <T>(codes: readonly { code: T }[]): T[] => [...new Set(codes.map(({ code }) => code))]
  const flagged = (judged.flagged && !linkOnly) || toHuman.length > 0
  const criteria = criteriaOf(read, matches, situations)
  const structure = flagged ? structureOf(reading, named, criteria, others) : undefined
  return {
    productId: product.id,
    score: judged.score,
    threshold: resources.model.combination.threshold,
    flagged,
    reasons: [
      ...toHuman,
      ...(linkOnly ? ['product.in_link'] : []),
      ...judged.reasons,
      ...(structure ? byRole(structure, product.id) : []),
    ],
    evidence: evidenceOf(read, matches, situations),
    criteria,
    ...(structure ? { structure } : {}),
    seriousness: unique(situations.serious),
    special: unique(situations.special),
    priority: unique(situations.priority),
    patients: patients.map(({ label, age, sex, from, to }) => ({
      label,
      age,
      sex,
      span: spanOf(tokens, from, to),
    })),
    sentiment: towards(tone, judged.judgement.heads?.sentiment ?? null),
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
  const folded = fold(post.text)
  return detectIn(post, folded, matcher.inFolded(folded), matcher, resources)
}

/** `detect` for a text already folded and matched: `own` are the products it names. */
export function detectIn(
  post: DetectablePost,
  folded: Folded,
  own: readonly Match[],
  matcher: Matcher,
  resources: Resources,
): Finding[] {
  const inThread = own.length === 0 ? threadMatches(post, matcher) : []
  const indexes = [...new Set([...own, ...inThread].map(({ index }) => index))]
  if (indexes.length === 0) return mediaOnly(post, folded, matcher, resources)
  const others = othersNamed(folded, own, matcher, resources.gazetteer())
  const reading = readText(folded, [...own, ...others], post.lang, resources)
  return indexes.flatMap((index) => {
    const product = matcher.products[index]
    if (!product) return []
    const finding = findingOf(post, reading, product, index, { named: own, others }, resources)
    return own.length > 0 ? [finding] : [{ ...finding, reasons: [...finding.reasons, 'product.in_thread'] }]
  })
}

const nobody: Named = { named: [], others: [] }
const noProduct: Product = { id: '', group: '', brand: '', substance: '', own: false, names: [] }

/**
 * Reads a text as if it were about a medicine it does not name: what a sentence cut from a review is. For `hark classify`; in a
 * programme a post without a product has no finding.
 */
export function detectUnnamed(post: DetectablePost, resources: Resources): Finding {
  const reading = readText(fold(post.text), [], post.lang, resources)
  return findingOf(post, reading, noProduct, 0, nobody, resources)
}

function mediaOnly(post: DetectablePost, folded: Folded, matcher: Matcher, resources: Resources): Finding[] {
  if ((post.media?.length ?? 0) === 0 || /[\p{L}\p{N}]/u.test(post.text)) return []
  const index = Math.max(
    0,
    matcher.products.findIndex((product) => product.own),
  )
  const product = matcher.products[index]
  if (!product) return []
  const reading = readText(folded, [], post.lang, resources)
  const finding = findingOf(post, reading, product, index, nobody, resources)
  return [
    {
      ...finding,
      flagged: true,
      reasons: [...new Set(['media.only', ...finding.reasons]), 'product.unknown'],
    },
  ]
}
