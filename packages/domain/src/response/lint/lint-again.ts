import { isInForce } from '../template.ts'
import { adviceRule, claimRule } from './advice-and-claims.ts'
import { characterRule } from './characters.ts'
import { lengthRule } from './length.ts'
import { block, type LintContext, type LintFinding, type LintInput } from './lint-input.ts'
import { productRule } from './product.ts'

/** What is known of signed words as they leave: themselves, their template, and what their programme names and where it sells. */
export type Leaving = Pick<LintInput, 'text' | 'platform' | 'template' | 'at' | 'products' | 'markets'>

const rules = [characterRule, productRule, adviceRule, claimRule, lengthRule]

/**
 * The lint once more as a reply is sent (field-guide §6.4), for between signature and sending a product may be named, a template end, a word
 * list grow. Only rules that need neither the post nor the slots' values; they find nothing here that `lintReport` would not find.
 */
export function lintAgain(leaving: Leaving): LintFinding[] {
  const nothingElse = {
    slots: {},
    lang: '',
    postText: '',
    contactAllowList: [],
    previousReplies: [],
    optedOut: false,
  }
  const c: LintContext = {
    ...nothingElse,
    ...leaving,
    tokens: [],
    contacts: [],
    allowed: [],
    slotProblem: null,
  }
  return [...rules.flatMap((rule) => rule(c)), ...ended(leaving)].filter((f) => f.severity === 'block')
}

/** R11, without its slots. */
function ended({ template, at }: Leaving): LintFinding[] {
  if (template && isInForce(template, at)) return []
  return [block('R11', 'The template is not in force now.', 'Start again from a template in force.')]
}
