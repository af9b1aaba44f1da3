import type { Structure } from './structure.ts'

/** A piece of the original text: `text === post.text.slice(start, end)`, offsets in UTF-16 code units. */
export type Span = { start: number; end: number; text: string }

export const evidenceKinds = [
  'product',
  'event',
  'patient',
  'reporter',
  'causal',
  'seriousness',
  'special',
  'priority',
  'negation',
  'indication',
  'hypothesis',
  'question',
  'benefit',
  'advert',
  'news',
  'quoted',
  'sarcasm',
  'sentiment',
] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** `note` names the rule or code it supports, e.g. `DEATH` or `PREGNANCY_MATERNAL`. */
export type Evidence = Span & { kind: EvidenceKind; note?: string }

/** The four minimum criteria of a valid ICSR (GVP Module VI.B.2); null where the text gives none. */
export const criteria = ['patient', 'reporter', 'product', 'event'] as const
export type Criterion = (typeof criteria)[number]
export type Criteria = Record<Criterion, Span | null>

/** ICH E2A/E2D seriousness criteria, per event. */
export const seriousnessCriteria = [
  'DEATH',
  'LIFE_THREATENING',
  'HOSPITALISATION',
  'DISABILITY',
  'CONGENITAL',
  'MEDICALLY_IMPORTANT',
] as const
export type Seriousness = (typeof seriousnessCriteria)[number]

/** Special situations (GVP VI.B.6; field-guide §2). Several may hold, with or without an adverse event. */
export const specialSituations = [
  'PREGNANCY_MATERNAL',
  'PREGNANCY_PATERNAL',
  'LACTATION',
  'OVERDOSE',
  'ABUSE',
  'MISUSE',
  'OFF_LABEL',
  'MEDICATION_ERROR',
  'OCCUPATIONAL',
  'LACK_OF_EFFICACY',
  'INFECTIOUS_AGENT',
  'UNEXPECTED_BENEFIT',
  'INTERACTION',
  'FALSIFIED',
  'PQC',
  'EXPIRED',
  'PAEDIATRIC',
  'ELDERLY',
] as const
export type SpecialSituation = (typeof specialSituations)[number]

/** Flags that bypass ordinary queue order. */
export const priorityFlags = [
  'DEATH',
  'SUICIDALITY',
  'LIFE_THREATENING',
  'PREGNANCY',
  'CHILD',
  'WITHDRAWAL_DEPENDENCE',
] as const
export type PriorityFlag = (typeof priorityFlags)[number]

export type Sentiment = { label: 'negative' | 'neutral' | 'positive'; score: number }

/** One person the text speaks of as having taken the product: what makes one case or two. */
export type PatientMention = {
  label: string
  span: Span | null
  age: string | null
  sex: 'male' | 'female' | null
}

/** What detection says of one post and one product. */
export type Finding = {
  /** The programme's product id. */
  productId: string
  /** Calibrated towards P(adverse event or special situation), 0 … 1. */
  score: number
  threshold: number
  flagged: boolean
  /** Codes of what raised or lowered the score, or sent it to a human (`language.unknown`, `media.only`). */
  reasons: string[]
  evidence: Evidence[]
  criteria: Criteria
  seriousness: Seriousness[]
  special: SpecialSituation[]
  priority: PriorityFlag[]
  patients: PatientMention[]
  /** Only of a flagged post. */
  structure?: Structure
  sentiment: Sentiment
  /** Detected or given language, BCP 47 primary tag; 'und' where unknown. */
  lang: string
  /** Engine, weights and lexicon version: enough to replay the score. */
  model: string
}
