import { createHash } from 'node:crypto'
import type { Model } from '../model/model.ts'
import type { Resources } from '../resources.ts'
import { adaptable, tableSize } from './features.ts'
import { type Correction, corrected } from './fit.ts'

/** What a candidate was learnt from and what it is worth: read before it is put to use, and kept with it. */
export type DataCard = {
  made: string
  from: string
  labels: number
  positives: number
  /** Labels that are no copy of another: copies are one observation. */
  texts: number
  /** SHA-256 of the labelled lines in order: says which labels, holds none. */
  labelsSha256: string
  penalty: number | null
  recallTarget: number
  ap: { before: number; after: number; low: number; high: number }
  curve: { labels: number; ap: number }[]
  byLanguage: GroupRecall[]
  bySituation: GroupRecall[]
  byClass: GroupRecall[]
}
export type GroupRecall = { name: string; labels: number; positives: number; recall: number; flagged: number }

/** The file `hark train` writes. It changes nothing until a person puts it to use. */
export type Candidate = {
  format: 'hark-candidate-2'
  /** The model it corrects; it fits no other. */
  base: string
  threshold: number
  scale: number
  shift: number
  corrections: [place: number, weight: number][]
  card: DataCard
}

export function candidateOf(
  base: string,
  threshold: number,
  correction: Correction,
  card: DataCard,
): Candidate {
  const round = (value: number): number => Math.round(value * 1e5) / 1e5
  const corrections = [...correction.corrections].map(([place, weight]): [number, number] => [
    place,
    round(weight),
  ])
  return {
    format: 'hark-candidate-2',
    base,
    threshold: round(threshold),
    scale: round(correction.scale),
    shift: round(correction.shift),
    corrections: corrections.sort((a, b) => a[0] - b[0]),
    card,
  }
}

/** The candidate cannot be used; the message says why. */
export class UnfitCandidate extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'UnfitCandidate'
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function isCorrection(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [place, weight] = value as unknown[]
  return isNumber(place) && Number.isInteger(place) && place >= 0 && place < tableSize && isNumber(weight)
}

/** What the numbers of a candidate may be; the first that is wrong. */
function wrongIn({ threshold, scale, shift, corrections, card }: Candidate): string | null {
  if (!isNumber(threshold) || threshold <= 0 || threshold >= 1)
    return 'its threshold does not lie between 0 and 1'
  if (!isNumber(scale) || scale <= 0) return 'its scale is not above 0'
  if (!isNumber(shift)) return 'its shift is no number'
  if (!Array.isArray(corrections) || !corrections.every(isCorrection))
    return 'its corrections are no list of places and weights'
  // What nobody says the worth of is not put to use.
  if (!isNumber(card?.ap?.after)) return 'its data card is gone'
  return null
}

/** Parses a candidate file and checks that it corrects this very model. Throws UnfitCandidate. */
export function readCandidate(json: string, base: string): Candidate {
  let value: Candidate
  try {
    value = JSON.parse(json) as Candidate
  } catch {
    throw new UnfitCandidate('the candidate file is not valid JSON')
  }
  if (value?.format !== 'hark-candidate-2')
    throw new UnfitCandidate('the file is no candidate of `hark train`, or of an earlier form: train again')
  if (value.base !== base)
    throw new UnfitCandidate(`the candidate corrects ${value.base}, this is ${base}: train again`)
  const wrong = wrongIn(value)
  if (wrong) throw new UnfitCandidate(`the candidate file was changed: ${wrong}`)
  return value
}

/** The same resources, judging with the candidate's corrections under its threshold and its own model id. Pure. */
export function withCandidate(resources: Resources, candidate: Candidate): Resources {
  const { scale, shift } = candidate
  const correction = { scale, shift, corrections: new Map(candidate.corrections) }
  const { model } = resources
  const judge: Model['judge'] = (asked) =>
    model.judge(asked).map((judgement, at) => {
      const features = asked[at]?.features ?? {}
      return { ...judgement, probability: corrected(correction, adaptable(features, judgement)) }
    })
  const hash = createHash('sha256')
    .update(JSON.stringify({ ...candidate, card: null }))
    .digest('hex')
  return {
    ...resources,
    model: { ...model, judge, combination: { ...model.combination, threshold: candidate.threshold } },
    modelId: `${resources.modelId}+candidate.${hash.slice(0, 12)}`,
  }
}
