import { emergencySlots } from '../emergency.ts'
import { outgoingText } from '../publication.ts'
import { regulatorSlot } from '../regulator.ts'
import { renderTemplate, type Slots, type Template } from '../template.ts'
import { templateOf } from '../templates/index.ts'
import { lintResponse } from './lint.ts'
import type { LintInput } from './lint-input.ts'

export function slotsFor(country: string | null, lang: string): Slots {
  return {
    company: 'Practice Pharma GmbH',
    pv_contact: 'drugsafety@practice.example',
    regulator: regulatorSlot(country, lang),
    ...emergencySlots(country, lang),
  }
}

/** A reply the lint has nothing against, for tests that then spoil one thing in it. */
export function passingReply(change: Partial<LintInput> & { country?: string | null } = {}): LintInput {
  const template = change.template ?? (templateOf('handoff.en') as Template)
  const country = change.country === undefined ? 'IE' : change.country
  const slots = change.slots ?? slotsFor(country, template.lang)
  return {
    text: outgoingText(renderTemplate(template, slots)),
    template,
    slots,
    at: '2026-11-22T10:00:00Z',
    platform: 'bluesky',
    markets: ['IE', 'GB', 'US', 'DE', 'FR', 'ES', 'IT'],
    authorCountry: country,
    lang: template.lang,
    authorLang: template.lang,
    postText:
      'My mum (72) got terrible palpitations after two weeks on Zolvara, we had to go to the hospital.',
    products: ['Zolvara', 'zolvaribine', '#zolvara', 'Mira', 'Plan-Z 20', 'zolvies'],
    contactAllowList: [],
    previousReplies: [],
    optedOut: false,
    ...change,
  }
}

/** The reply with words put in before the signature line. */
export function withWords(words: string, change: Parameters<typeof passingReply>[0] = {}): LintInput {
  const input = passingReply(change)
  return { ...input, text: input.text.replace(' – ', ` ${words} – `) }
}

/** What one rule says: severity and the words it points at. */
export const says = (rule: string, input: LintInput): string[] =>
  lintResponse(input)
    .filter((f) => f.rule === rule)
    .map(
      (f) =>
        `${f.severity}${f.start === null || f.end === null ? '' : ` ${input.text.slice(f.start, f.end)}`}`,
    )

/** The reply with some of its words taken out. */
export function without(words: string, change: Parameters<typeof passingReply>[0] = {}): LintInput {
  const input = passingReply(change)
  if (!input.text.includes(words)) throw new Error(`the reply never said: ${words}`)
  return { ...input, text: input.text.replace(words, '') }
}
