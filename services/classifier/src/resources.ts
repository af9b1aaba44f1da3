import type { JudgingModel } from '@hark/db'
import { type Candidate, loadResources, type Resources, readCandidate, withCandidate } from '@hark/detection'

export type Prepared = { resources: Resources; judging: JudgingModel }

/**
 * The shipped detector or, given the text of a candidate file of `hark train`, that detector corrected by it; with what the ledger is
 * told of it: figures and hashes of the candidate's card, no texts. Throws UnfitCandidate.
 */
export function prepare(candidateFile: string | null): Prepared {
  const shipped = loadResources()
  if (candidateFile === null) return { resources: shipped, judging: judgingOf(shipped, {}) }
  const candidate = readCandidate(candidateFile, shipped.modelId)
  const resources = withCandidate(shipped, candidate)
  return { resources, judging: judgingOf(resources, factsOf(candidate)) }
}

function factsOf({ base, card }: Candidate): Record<string, string | number> {
  return {
    base,
    made: card.made,
    labels: card.labels,
    positives: card.positives,
    labels_sha256: card.labelsSha256,
    recall_target: card.recallTarget,
    ap_before: card.ap.before,
    ap_after: card.ap.after,
    ap_low: card.ap.low,
    ap_high: card.ap.high,
  }
}

function judgingOf({ modelId, model }: Resources, facts: Record<string, string | number>): JudgingModel {
  const told = Object.entries(facts).map(([name, value]) => [name, String(value)])
  return { model: modelId, threshold: model.combination.threshold, facts: Object.fromEntries(told) }
}
