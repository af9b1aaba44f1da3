import type { Criterion, Span } from './finding.ts'

/** What a medicine is to the story. A suspected one is the default: doubt never makes a medicine innocent. */
export const medicineRoles = ['suspect', 'concomitant', 'relief', 'compared'] as const
export type MedicineRole = (typeof medicineRoles)[number]

/** `by` is the phrase that decided the role; null where the default holds. */
export type MedicineMention = Span & { productId: string; role: MedicineRole; by: Span | null }

/** A criterion of a valid ICSR that the text does not give, with the neutral question that would complete it. */
export type MissingCriterion = { criterion: Criterion; question: string; text: string }

/** A number with its unit: UCUM for measures (`a`, `mo`, `wk`, `d`, `kg`, `[lb_av]`, `mg`), `{puff}` and the like for counts. */
export type Quantity = { value: number; unit: string }

/** What the text says of one person: each part a span with its value. `decade`: the age is the decade it names. */
export type PatientDescription = {
  label: string
  age: (Span & Quantity & { decade?: true }) | null
  sex: 'male' | 'female' | null
  pregnancy: (Span & { gestation: string | null }) | null
  weight: (Span & Quantity) | null
}

export const timeKinds = ['onset', 'duration', 'ago', 'point', 'since', 'dechallenge', 'rechallenge'] as const
/** `value`: ISO 8601 duration, null where the text gives no figure; `upTo` where it gives a range. */
export type TimeMention = Span & {
  kind: (typeof timeKinds)[number]
  value: string | null
  upTo: string | null
}

export const doseKinds = ['amount', 'frequency', 'route', 'change'] as const
/** Amounts carry a quantity; frequencies how many times in which ISO period; routes and changes a code. */
export type DoseMention = Span & {
  kind: (typeof doseKinds)[number]
  quantity: Quantity | null
  times: number | null
  per: string | null
  code: string | null
}

export const reporterKinds = ['consumer', 'hcp', 'news', 'advert', 'law_firm', 'bot', 'unknown'] as const
export type ReporterKind = (typeof reporterKinds)[number]

/** What a safety database would ask of a post, read off its text; every span is an exact substring of it. */
export type Structure = {
  medicines: MedicineMention[]
  missing: MissingCriterion[]
  patients: PatientDescription[]
  times: TimeMention[]
  doses: DoseMention[]
  reporter: { kind: ReporterKind; by: Span | null }
}
