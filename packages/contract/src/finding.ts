import {
  criteria,
  doseKinds,
  evidenceKinds,
  medicineRoles,
  priorityFlags,
  reporterKinds,
  seriousnessCriteria,
  specialSituations,
  timeKinds,
} from '@hark/domain'
import { z } from 'zod'
import { Id, Instant } from './route.ts'

export const Span = z.object({ start: z.int().min(0), end: z.int().min(0), text: z.string() })
export const Evidence = Span.extend({ kind: z.enum(evidenceKinds), note: z.string().optional() })
export const Seriousness = z.enum(seriousnessCriteria)
export const Special = z.enum(specialSituations)
export const Priority = z.enum(priorityFlags)
export const Sentiment = z.object({ label: z.enum(['negative', 'neutral', 'positive']), score: z.number() })
export const Criterion = z.enum(criteria)
export const Patient = z.object({
  label: z.string(),
  span: Span.nullable(),
  age: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
})

const QuantityView = z.object({ value: z.number(), unit: z.string() })
/** What a flagged post says in parts; every span is a piece of its text. */
export const StructureView = z.object({
  // A medicine beside the programme's products is known by its substance.
  /** `productId` is a product of the programme, or the substance of a medicine beside it. */
  medicines: z.array(
    Span.extend({ productId: z.string(), role: z.enum(medicineRoles), by: Span.nullable() }),
  ),
  missing: z.array(z.object({ criterion: Criterion, question: z.string(), text: z.string() })),
  patients: z.array(
    z.object({
      label: z.string(),
      age: Span.extend(QuantityView.shape)
        .extend({ decade: z.literal(true).optional() })
        .nullable(),
      sex: z.enum(['male', 'female']).nullable(),
      pregnancy: Span.extend({ gestation: z.string().nullable() }).nullable(),
      weight: Span.extend(QuantityView.shape).nullable(),
    }),
  ),
  times: z.array(
    Span.extend({ kind: z.enum(timeKinds), value: z.string().nullable(), upTo: z.string().nullable() }),
  ),
  doses: z.array(
    Span.extend({
      kind: z.enum(doseKinds),
      quantity: QuantityView.nullable(),
      times: z.number().nullable(),
      per: z.string().nullable(),
      code: z.string().nullable(),
    }),
  ),
  reporter: z.object({ kind: z.enum(reporterKinds), by: Span.nullable() }),
})
export type StructureView = z.infer<typeof StructureView>

/** What detection said of one post and one product, as shown to a person. */
export const FindingView = z.object({
  id: Id,
  postId: Id,
  product: z.object({ id: Id, brand: z.string(), substance: z.string(), own: z.boolean() }),
  score: z.number(),
  threshold: z.number(),
  flagged: z.boolean(),
  reasons: z.array(z.string()),
  evidence: z.array(Evidence),
  criteria: z.record(Criterion, Span.nullable()),
  seriousness: z.array(Seriousness),
  special: z.array(Special),
  priority: z.array(Priority),
  patients: z.array(Patient),
  /** Of a flagged post; null once its words are gone, and for what was judged before structures were kept. */
  structure: StructureView.nullable(),
  sentiment: Sentiment,
  lang: z.string(),
  model: z.string(),
  at: Instant,
})
export type FindingView = z.infer<typeof FindingView>
