import { measureLength, type TextLength } from '../length.ts'
import { adviceRule, claimRule } from './advice-and-claims.ts'
import { characterRule } from './characters.ts'
import { languageRule } from './language.ts'
import { lengthRule } from './length.ts'
import { linkRule } from './links.ts'
import { contextOf, type LintFinding, type LintInput, type LintRule } from './lint-input.ts'
import { contactRule, professionalRule, regulatorRule } from './mandatory.ts'
import { mentionRule } from './mention.ts'
import { privacyRule } from './privacy.ts'
import { productRule } from './product.ts'
import { optOutRule, repeatRule } from './repeat.ts'
import { freeTextRule, templateRule } from './template-rules.ts'

/** Which rules and word lists spoke; stored with what they said. Any change to either is a new id. */
export const lintRuleSet = 'lint-2026.11b'

const rules: readonly LintRule[] = [
  characterRule,
  productRule,
  adviceRule,
  claimRule,
  contactRule,
  regulatorRule,
  professionalRule,
  privacyRule,
  lengthRule,
  languageRule,
  linkRule,
  templateRule,
  freeTextRule,
  repeatRule,
  optOutRule,
  mentionRule,
]

/** What is wrong with a reply (field-guide §6.3, R1–R14; U1 for hidden characters, N1 for an author not named), in the order of the rules. */
export function lintResponse(input: LintInput): LintFinding[] {
  const context = contextOf(input)
  return rules.flatMap((rule) => rule(context))
}

export type LintReport = { ruleSet: string; findings: LintFinding[]; blocked: boolean; length: TextLength }

/** The findings with rule set and length, as stored beside a version and shown to its author and signer. */
export function lintReport(input: LintInput): LintReport {
  const findings = lintResponse(input)
  return {
    ruleSet: lintRuleSet,
    findings,
    blocked: findings.some((f) => f.severity === 'block'),
    length: measureLength(input.text, input.platform),
  }
}
