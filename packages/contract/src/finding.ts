import { criteria, evidenceKinds, priorityFlags, seriousnessCriteria, specialSituations } from '@hark/domain'
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
  sentiment: Sentiment,
  lang: z.string(),
  model: z.string(),
  at: Instant,
})
export type FindingView = z.infer<typeof FindingView>
