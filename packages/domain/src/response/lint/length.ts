import { measureLength } from '../length.ts'
import { renderPart } from '../template.ts'
import { block, type LintContext, type LintFinding, type LintRule } from './lint-input.ts'
import { tokensOf } from './plain-text.ts'

const partNames = {
  identity: 'who writes',
  pv_contact: 'the PV contact',
  regulator: 'the reporting route',
  hcp: 'doctor or pharmacist',
  privacy: 'no health details in public',
  emergency: 'the emergency number',
  crisis_line: 'the crisis line',
} as const

/** R8: the whole text fits, and every mandatory part of the template is in it word for word. */
export const lengthRule: LintRule = (c) => {
  const { used, limit, unit } = measureLength(c.text, c.platform)
  if (limit === 0)
    return [
      block(
        'R8',
        'Hark sends no reply on this platform.',
        'Answer through the channel of the original platform.',
      ),
    ]
  const tooLong =
    used > limit
      ? [
          block(
            'R8',
            `Too long: ${used} of ${limit} ${unit}; what is mandatory would be cut off.`,
            `Shorten it by ${used - limit}.`,
          ),
        ]
      : []
  return [...tooLong, ...missingParts(c)]
}

function missingParts(c: LintContext): LintFinding[] {
  const { template } = c
  if (!template || c.allowed.length === 0) return []
  return template.mandatory.flatMap(({ part, text }) => {
    const words = renderPart(template, text, c.slots)
    return contains(c, words)
      ? []
      : [block('R8', `A mandatory part is missing or changed: ${partNames[part]}.`, `Put back: ${words}`)]
  })
}

function contains(c: LintContext, words: string): boolean {
  const wanted = tokensOf(words).map((t) => t.word)
  return c.tokens.some((_, i) => wanted.every((word, k) => c.tokens[i + k]?.word === word))
}
