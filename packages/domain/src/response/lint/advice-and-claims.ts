import { type WordList, wordLists } from '../words/index.ts'
import { block, type LintContext, type LintFinding, type LintRule } from './lint-input.ts'
import { wholeWords, withoutAccents } from './plain-text.ts'

// Every list is applied to every text: advice in another language than the declared one is advice all the same.
const fromAll = (pick: (w: WordList) => readonly string[]): RegExp =>
  wholeWords(Object.values(wordLists).flatMap((w) => (w ? pick(w) : [])))

const advice = fromAll((w) => w.advice)
const claims = fromAll((w) => w.claims)
const minimising = fromAll((w) => w.minimising)
const admissions = fromAll((w) => w.admissions)
export const asks = fromAll((w) => w.asks)

export function hits(
  c: LintContext,
  pattern: RegExp,
  finding: (words: string) => [string, string, string],
): LintFinding[] {
  return Array.from(withoutAccents(c.text).matchAll(pattern), (m) => {
    const at = { start: m.index, end: m.index + m[0].length }
    return block(...finding(c.text.slice(at.start, at.end)), at)
  })
}

/** R2: a company that advises on a treatment in public practises medicine. */
export const adviceRule: LintRule = (c) =>
  hits(c, advice, (words) => [
    'R2',
    `Reads as advice on a treatment: “${words}”.`,
    'Leave it to the doctor or pharmacist the text refers to.',
  ])

/** R3: nothing on efficacy, safety or comparison; nothing that makes light, admits, disputes or offers. */
export const claimRule: LintRule = (c) => [
  ...hits(c, claims, (words) => [
    'R3',
    `Reads as a claim: “${words}”.`,
    'Say nothing of what the medicine does.',
  ]),
  ...hits(c, minimising, (words) => [
    'R3',
    `Makes light of what was told: “${words}”.`,
    'Take it out; every report is taken up as it was told.',
  ]),
  ...hits(c, admissions, (words) => [
    'R3',
    `Admits, disputes or offers something: “${words}”.`,
    'Take it out, or hand the matter to the legal department.',
  ]),
]
