import { type ConceptRanker, TermRanker } from '@hark/detection'
import type { Llt, MedDra } from './med-ascii.ts'

/** A current LLT proposed for a phrase; a person chooses. `via` is the open concept that led to it, null where the words did. */
export type RankedLlt = Llt & { score: number; via: string | null }

/** Through another name something is less sure than by its own. */
const throughConcept = 0.9

/**
 * Compiles a dictionary for lay phrases. A phrase is looked up by its own words and by the names of the open concepts it ranks, so that
 * "can't sleep" reaches "Insomnia". Only current LLTs are proposed (ICH M2/E2B: a non-current LLT is not to be used for new codes).
 */
export function lltRanker(
  meddra: MedDra,
  concepts: ConceptRanker,
): (phrase: string, lang: string, most?: number) => RankedLlt[] {
  const current = new Map(meddra.llts.filter((llt) => llt.current).map((llt) => [llt.code, llt]))
  const ranker = new TermRanker(
    [...current.values()].map(({ code, name }) => ({ id: code, term: name, lang: 'en' })),
  )
  return (phrase, lang, most = 5) => {
    const direct = ranker
      .rank(phrase, lang, most)
      .map((r) => ({ code: r.id, score: r.score, via: null as string | null }))
    const indirect = concepts(phrase, lang, 3).flatMap((concept) =>
      ranker
        .rank(concept.name, 'en', 3)
        .map((r) => ({ code: r.id, score: concept.score * r.score * throughConcept, via: concept.name })),
    )
    const best = new Map<string, { score: number; via: string | null }>()
    for (const { code, score, via } of [...direct, ...indirect])
      if (score > (best.get(code)?.score ?? 0)) best.set(code, { score, via })
    return [...best]
      .sort((a, b) => b[1].score - a[1].score || (a[0] < b[0] ? -1 : 1))
      .slice(0, most)
      .map(([code, { score, via }]) => ({
        ...(current.get(code) as Llt),
        score: Math.round(score * 1000) / 1000,
        via,
      }))
  }
}
