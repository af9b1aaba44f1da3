import type { Conclusion, ConclusionOf, CriterionFindingOf, EventFindingOf, QuoteOf } from './decision.ts'
import { type Criterion, criteria } from './finding.ts'

/** Where words stand in a conclusion, and the post they are of; null: a reviewer's own, which may quote any post of the case. */
export type WordsAt = { field: string; postId: string | null }
type To<A, B> = (words: A, at: WordsAt) => B

/**
 * The same conclusion with all that may quote a post held otherwise; codes, places and ids stay as they are. Every word of a conclusion
 * passes here under a field name of its own: what is left out here would outlive its post.
 */
export function mapWords<A, B>(c: ConclusionOf<A>, to: To<A, B>): ConclusionOf<B> {
  const found = criteria.map((k) => [k, mapCriterion(c.criteria[k], `criteria_${k}`, to)] as const)
  return {
    ...c,
    criteria: Object.fromEntries(found) as Record<Criterion, CriterionFindingOf<B>>,
    events: c.events.map((event, n) => mapEvent(event, `events_${n}`, to)),
    quote: c.quote && mapQuote(c.quote, 'quote', to),
    note: c.note === '' ? '' : to(c.note, { field: 'note', postId: null }),
  }
}

function mapCriterion<A, B>(
  found: CriterionFindingOf<A>,
  field: string,
  to: To<A, B>,
): CriterionFindingOf<B> {
  if ('span' in found) return mapQuote(found, field, to)
  return { missing: to(found.missing, { field, postId: null }) }
}

function mapEvent<A, B>(event: EventFindingOf<A>, field: string, to: To<A, B>): EventFindingOf<B> {
  const { postId } = event
  return { ...event, ...mapQuote(event, field, to), term: to(event.term, { field: `${field}_term`, postId }) }
}

function mapQuote<A, B>({ postId, span }: QuoteOf<A>, field: string, to: To<A, B>): QuoteOf<B> {
  return { postId, span: { ...span, text: to(span.text, { field, postId }) } }
}

/** Fields whose words go when these posts go: their own, and a reviewer's, for nobody can tell whom those quote. */
export function fieldsQuoting(c: ConclusionOf<unknown>, gone: ReadonlySet<string>): string[] {
  const fields: string[] = []
  mapWords(c, (_, { field, postId }) => {
    if (postId === null || gone.has(postId)) fields.push(field)
  })
  return fields
}

/** Stands for words in what is signed: the field whose salted commitment the document holds. */
export type PrivateWords = { private: string }

type Signed = {
  type: 'decision'
  case: { id: string; number: string; version: number }
  /** The exact versions of the posts the conclusion rests on, by id. */
  posts: { id: string; version_sha256: string }[]
  author: { id: string; printed_name: string }
  concluded_at: string
}

/**
 * What the bytes of a decision say. Version 2 holds commitments, by field, to the words of the conclusion, so that the words can go and
 * the signature stays (docs/decisions/0013). Version 1 held the words themselves.
 */
export type DecisionDocument =
  | (Signed & { v: 1; conclusion: Conclusion })
  | (Signed & { v: 2; conclusion: ConclusionOf<PrivateWords>; commit: Record<string, string> })
