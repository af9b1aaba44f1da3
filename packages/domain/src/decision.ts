import { type ClockKind, clockKinds } from './clock.ts'
import { DomainError } from './errors.ts'
import { type Criterion, criteria, type Seriousness, type Span, type SpecialSituation } from './finding.ts'

/** Why a flagged case is closed without forwarding. "Not related" is not among them (field-guide §3.3). */
export const closeReasons = {
  not_our_product: 'Not our product',
  no_product: 'No medicine is meant',
  no_event: 'No event or special situation',
  indication_only: 'The symptom is what it was taken for',
  benefit_only: 'Only an expected benefit',
  advert_or_news: 'Advert or news without a single patient',
  not_a_person: 'No single person is spoken of',
  duplicate_of_case: 'Already in another case',
  reporter_excluded_causality: 'The reporter excluded causality (quote needed)',
  not_human_content: 'Lyrics, fiction or machine-made text',
  question_only: 'A question without exposure or event',
} as const
export type CloseReason = keyof typeof closeReasons

/** Words of a post, held as W: the text itself, or what stands for it. */
export type QuoteOf<W> = { postId: string; span: Omit<Span, 'text'> & { text: W } }

/** A criterion is confirmed by words of a post, or said to be missing with the question that would complete it. */
export type CriterionFindingOf<W> = QuoteOf<W> | { missing: W }
export type CriterionFinding = CriterionFindingOf<string>

/**
 * The term a reviewer chose for an event, and from which edition of which dictionary. A licensed dictionary's words stay where they
 * are licensed: its code is signed and passed on, never its names. The open vocabulary's may be repeated.
 */
export type Coding =
  | { dictionary: 'meddra'; version: string; sha256: string; code: string }
  | { dictionary: 'open'; version: string; sha256: string; code: string; name: string }

export type EventFindingOf<W> = QuoteOf<W> & {
  /** Starts out as the words of the post. */
  term: W
  seriousness: Seriousness[]
  /** Only where the reviewer chose one: nothing is coded by a machine. */
  coding?: Coding | undefined
}
export type EventFinding = EventFindingOf<string>

/** Codings of a conclusion, in the order of its events. */
export const codingsOf = (c: Pick<Conclusion, 'events'>): Coding[] =>
  c.events.flatMap(({ coding }) => (coding ? [coding] : []))

/** What a reviewer concludes, its words held as W: what is signed holds a commitment where the reviewer read a text. */
export type ConclusionOf<W> = {
  criteria: Record<Criterion, CriterionFindingOf<W>>
  events: EventFindingOf<W>[]
  special: SpecialSituation[]
  forwardable: boolean
  validNow: boolean
  closeReason: CloseReason | null
  /** Verbatim words by which the reporter excluded causality. */
  quote: QuoteOf<W> | null
  duplicateOf: string | null
  /** An empty note quotes nobody, and stays one. */
  note: W | ''
}
export type Conclusion = ConclusionOf<string>

/** Post texts of the case by id, as stored. */
export type Texts = ReadonlyMap<string, string>

/**
 * Checks a conclusion against the rules of; throws the first one broken.
 * Forwardable needs two elements (our product, and an event or special situation); valid now needs all four criteria.
 */
export function checkConclusion(c: Conclusion, texts: Texts): void {
  for (const found of Object.values(c.criteria)) if ('span' in found) assertVerbatim(found, texts)
  for (const event of c.events) assertVerbatim(event, texts)
  if (c.quote) assertVerbatim(c.quote, texts)
  if (c.forwardable) checkForwardable(c)
  else checkClose(c)
}

function checkForwardable(c: Conclusion): void {
  if (c.closeReason)
    throw new DomainError('decision.invalid_combination', 'A forwardable case has no close reason.')
  if ('missing' in c.criteria.product) {
    throw new DomainError(
      'decision.criterion_unresolved',
      'Forwardable needs the product as words of the post.',
    )
  }
  if (c.events.length === 0 && c.special.length === 0) {
    throw new DomainError(
      'decision.criterion_unresolved',
      'Forwardable needs an event or a special situation.',
    )
  }
  if (c.events.length > 0 && 'missing' in c.criteria.event) {
    throw new DomainError(
      'decision.invalid_combination',
      'An event is marked, so the event criterion is not missing.',
    )
  }
  // A special situation alone is collected and forwarded, but without a reaction it is no ICSR (GVP VI.A).
  if (c.validNow && c.events.length === 0) {
    throw new DomainError('decision.invalid_combination', 'Valid now needs at least one marked event.')
  }
  const missing = criteria.filter((k) => 'missing' in c.criteria[k])
  if (c.validNow && missing.length > 0) {
    throw new DomainError(
      'decision.invalid_combination',
      `Valid now needs all four criteria; missing: ${missing.join(', ')}.`,
    )
  }
  if (!c.validNow && missing.length === 0 && c.events.length > 0) {
    throw new DomainError(
      'decision.invalid_combination',
      'All four criteria are confirmed: this is a valid ICSR now.',
    )
  }
}

function checkClose(c: Conclusion): void {
  if (c.validNow) throw new DomainError('decision.invalid_combination', 'A valid ICSR is always forwardable.')
  if (!c.closeReason) throw new DomainError('decision.reason_required', 'Choose why this case is closed.')
  assertReasonFits(c, c.closeReason)
  if (c.closeReason === 'reporter_excluded_causality' && !c.quote) {
    throw new DomainError(
      'decision.reason_required',
      'Quote the words by which the reporter excluded causality.',
    )
  }
  if (c.closeReason === 'duplicate_of_case' && !c.duplicateOf) {
    throw new DomainError('decision.reason_required', 'Name the case this one repeats.')
  }
}

const deniesEvent: readonly CloseReason[] = ['no_event', 'indication_only', 'benefit_only', 'question_only']

// A signed record may not say both that there is an event and that there is none.
function assertReasonFits(c: Conclusion, reason: CloseReason): void {
  if (deniesEvent.includes(reason) && (c.events.length > 0 || c.special.length > 0)) {
    throw new DomainError(
      'decision.invalid_combination',
      `“${closeReasons[reason]}” contradicts the event or special situation you marked; take one back.`,
    )
  }
  if (reason === 'no_product' && 'span' in c.criteria.product)
    throw new DomainError(
      'decision.invalid_combination',
      'You marked a product; this reason says none is meant.',
    )
}

function assertVerbatim(at: QuoteOf<string>, texts: Texts): void {
  const { start, end, text: words } = at.span
  // `slice` would count a negative offset from the end and find the words elsewhere than the span says.
  const placed = Number.isInteger(start) && start >= 0 && end === start + words.length && words.length > 0
  if (!placed || texts.get(at.postId)?.slice(start, end) !== words) {
    throw new DomainError(
      'decision.quote_not_in_post',
      'The marked words are not in the post as stored; mark them again.',
    )
  }
}

/** Serious when any event meets any ICH criterion (E.i.3.2, per event). */
export const isSerious = (c: Conclusion): boolean => c.events.some((e) => e.seriousness.length > 0)

/** Forwardable and priority cases ask to be signed at once; the rest may wait and be signed together. */
export const signAtOnce = (c: Pick<Conclusion, 'forwardable'>, lane: string): boolean =>
  c.forwardable || lane === 'crisis' || lane === 'priority'

/** What a signed decision settles: a close ends every clock; a forward ends the one that does not apply, the rest run until met. */
export function clocksStoppedBy(d: { forwardable: boolean; serious: boolean }): readonly ClockKind[] {
  if (!d.forwardable) return clockKinds
  return [d.serious ? 'non_serious_90d' : 'serious_15d']
}
