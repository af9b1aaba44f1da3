import type { Finding } from '@hark/domain'
import { findingOf } from './finding.ts'
import { type Counted, count, draftsOf, judge, weigh } from './judging.ts'
import type { Matcher } from './match/matcher.ts'
import type { Judgement } from './model/model.ts'
import type { Resources } from './resources.ts'
import { type DetectablePost, type NamedText, namesIn, orUnread } from './subject.ts'

/** Texts that go through the stages together: enough that what a stage looks up stays near the processor, few enough to stay there too. */
const together = 100

/**
 * Posts → one finding per product named in each or, failing that, in the post it answers or its media's descriptions. Pure: same posts,
 * programme and resources, same findings, whatever stands beside a post. A post that names no product yields none, save one that cannot
 * be read, which is never negative: of media only (`product.unknown`) or in a script of none of the languages (`product.unreadable`),
 * it is held against the programme's first own product.
 */
export function detectAll(
  posts: readonly DetectablePost[],
  matcher: Matcher,
  resources: Resources,
): Finding[][] {
  return findingsIn(
    posts.map((post) => orUnread(namesIn(post, matcher, resources), matcher, resources)),
    resources,
  )
}

/** `detectAll` for one post. */
export const detect = (post: DetectablePost, matcher: Matcher, resources: Resources): Finding[] =>
  detectAll([post], matcher, resources)[0] ?? []

const asked = ({ reading, subject, uses, features }: Counted) => ({
  reading,
  product: subject.index,
  uses,
  features,
})

/** Findings of texts whose medicines are known: stage by stage, not text by text: a third to two fifths more a second. */
export function findingsIn(texts: readonly NamedText[], resources: Resources): Finding[][] {
  const findings: Finding[][] = []
  for (let from = 0; from < texts.length; from += together) {
    const drafts = texts.slice(from, from + together).map((text) => draftsOf(text, resources))
    const weighed = drafts.flat().map((draft) => weigh(draft, resources))
    const counted = weighed.map((draft) => count(draft, resources))
    const judgements = resources.model.judge(counted.map(asked))
    const judged = counted.map((draft, at) => judge(draft, judgements[at] as Judgement, resources))
    const found = judged.map((draft) => findingOf(draft, resources))
    for (const { length } of drafts) findings.push(found.splice(0, length))
  }
  return findings
}
