import { z } from 'zod'

export const LintFinding = z.object({
  rule: z.string(),
  severity: z.enum(['block', 'warn']),
  message: z.string(),
  fix: z.string(),
  start: z.int().nullable(),
  end: z.int().nullable(),
})
export type LintFinding = z.infer<typeof LintFinding>
export const LintView = z.object({
  ruleSet: z.string(),
  findings: z.array(LintFinding),
  blocked: z.boolean(),
  length: z.object({ used: z.int(), limit: z.int(), unit: z.string() }),
})
export type LintView = z.infer<typeof LintView>
