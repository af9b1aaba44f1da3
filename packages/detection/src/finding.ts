import type { Finding, Structure } from '@hark/domain'
import { criteriaOf, evidenceOf, spanOf } from './evidence.ts'
import type { Judged } from './judging.ts'
import { namedInLinkOnly } from './match/links.ts'
import type { Reading } from './reading.ts'
import type { Resources } from './resources.ts'
import { towards } from './sentiment/sentiment.ts'
import { structureOf } from './structure/structure.ts'
import type { DetectablePost, Subject } from './subject.ts'
import { meToo } from './thread.ts'

/** What sends a post to a human whatever its score. */
function unreadable(post: DetectablePost, reading: Reading): string[] {
  const reasons: string[] = []
  if (reading.tokens.words.length === 0 && (post.media?.length ?? 0) > 0) reasons.push('media.only')
  else if (!reading.language.known) reasons.push('language.unknown')
  return reasons
}

/** A medicine every mention of which is in passing still counts, since doubt makes it suspect; the reviewer is told. */
function byRole({ medicines }: Structure, productId: string): string[] {
  const roles = medicines.filter((mention) => mention.productId === productId).map(({ role }) => role)
  return roles.length > 0 && !roles.includes('suspect') ? [`product.${roles[0]}`] : []
}

/** Reasons that say where the product comes from, if not from the text. */
const whence: Record<Subject['from'], { before: string[]; after: string[] }> = {
  text: { before: [], after: [] },
  nowhere: { before: [], after: [] },
  thread: { before: [], after: ['product.in_thread'] },
  script: { before: [], after: ['product.unreadable'] },
  media: { before: ['media.only'], after: ['product.unknown'] },
}

const unique = <T>(codes: readonly { code: T }[]): T[] => [...new Set(codes.map(({ code }) => code))]

/** What a person is shown of one text and one product. */
export function findingOf(draft: Judged, { model, modelId }: Resources): Finding {
  const { text, subject, matches, situations } = draft
  const { tokens, patients, language } = draft.reading
  const reading = { ...draft.reading, events: draft.events }
  const linkOnly = namedInLinkOnly(tokens.folded, matches)
  const toHuman = linkOnly ? [] : unreadable(text.post, reading)
  if (matches.length === 0) toHuman.push(...meToo(text.post, reading))
  const flagged = (draft.flagged && !linkOnly) || toHuman.length > 0
  const criteria = criteriaOf(reading, matches, situations)
  const structure = flagged ? structureOf(draft.reading, text.own, criteria, text.others) : undefined
  const { before, after } = whence[subject.from]
  const reasons = [
    ...before,
    ...toHuman,
    ...(linkOnly ? ['product.in_link'] : []),
    ...draft.reasons,
    ...(structure ? byRole(structure, subject.product.id) : []),
  ]
  return {
    productId: subject.product.id,
    score: draft.score,
    threshold: model.combination.threshold,
    flagged: flagged || subject.from === 'media',
    reasons: [...(before.length > 0 ? new Set(reasons) : reasons), ...after],
    evidence: evidenceOf(reading, matches, situations),
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
    sentiment: towards(draft.tone, draft.judgement.heads?.sentiment ?? null),
    lang: language.known || language.lang !== 'und' ? language.lang : 'und',
    model: modelId,
  }
}
