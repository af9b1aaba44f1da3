import { describe, expect, test } from 'vitest'
import {
  type CloseReason,
  type Conclusion,
  type CriterionFinding,
  checkConclusion,
  clocksStoppedBy,
  closeReasons,
  isSerious,
  signAtOnce,
} from './decision.ts'
import { DomainError } from './errors.ts'
import { type Criterion, criteria, seriousnessCriteria } from './finding.ts'

const text = 'my mum (72) died after Zolvara, the doctor says it was not the pills'
const texts = new Map([['p1', text]])
const at = (words: string) => {
  const start = text.indexOf(words)
  return { postId: 'p1', span: { start, end: start + words.length, text: words } }
}
const missing = { missing: 'Ask for it.' }
const found: Record<Criterion, CriterionFinding> = {
  patient: at('my mum (72)'),
  reporter: at('my'),
  product: at('Zolvara'),
  event: at('died'),
}
const event = { term: 'death', ...at('died'), seriousness: ['DEATH' as const] }
const base: Conclusion = {
  criteria: found,
  events: [event],
  special: [],
  forwardable: true,
  validNow: true,
  closeReason: null,
  quote: null,
  duplicateOf: null,
  note: '',
}
const verdict = (c: Conclusion): string => {
  try {
    checkConclusion(c, texts)
    return 'ok'
  } catch (refusal) {
    return refusal instanceof DomainError ? refusal.code : String(refusal)
  }
}

/** The rules said again, from the guide and not from the code (R-05, R-08, §1.1, §3.3). */
function expected(c: Conclusion): 'ok' | 'refused' {
  const has = (k: Criterion) => 'span' in c.criteria[k]
  const somethingHappened = c.events.length > 0 || c.special.length > 0
  const all = criteria.every(has)
  if (c.forwardable) {
    if (c.closeReason || !has('product') || !somethingHappened) return 'refused'
    if (c.events.length > 0 && !has('event')) return 'refused'
    return c.validNow === (all && c.events.length > 0) ? 'ok' : 'refused'
  }
  if (c.validNow || !c.closeReason) return 'refused'
  const denies = ['no_event', 'indication_only', 'benefit_only', 'question_only'].includes(c.closeReason)
  if (denies && somethingHappened) return 'refused'
  if (c.closeReason === 'no_product' && has('product')) return 'refused'
  if (c.closeReason === 'reporter_excluded_causality' && !c.quote) return 'refused'
  return c.closeReason === 'duplicate_of_case' && !c.duplicateOf ? 'refused' : 'ok'
}

function* everyCombination(): Generator<Conclusion> {
  const flags = [true, false]
  const reasons: (CloseReason | null)[] = [null, ...(Object.keys(closeReasons) as CloseReason[])]
  for (let mask = 0; mask < 16; mask++)
    for (const events of [[], [event]])
      for (const special of [[], ['OVERDOSE' as const]])
        for (const forwardable of flags)
          for (const validNow of flags)
            for (const closeReason of reasons)
              for (const quote of [null, at('not the pills')])
                for (const duplicateOf of [null, 'c2']) {
                  const chosen = criteria.map((k, i) => [k, (mask >> i) & 1 ? found[k] : missing] as const)
                  const set = Object.fromEntries(chosen) as Conclusion['criteria']
                  yield {
                    ...base,
                    criteria: set,
                    events,
                    special,
                    forwardable,
                    validNow,
                    closeReason,
                    quote,
                    duplicateOf,
                  }
                }
}

test('every combination of conclusions is allowed or refused as the guide says', () => {
  let allowed = 0
  for (const c of everyCombination()) {
    const was = verdict(c)
    if (was === 'ok') allowed++
    else expect(was).toMatch(/^decision\./)
    expect({ c, was: was === 'ok' ? 'ok' : 'refused' }).toEqual({ c, was: expected(c) })
  }
  expect(allowed).toBeGreaterThan(500)
})

describe('golden rules', () => {
  test('R-05: two elements are enough to forward, and what is incomplete is not closed as invalid', () => {
    const incomplete = { ...found, patient: missing, reporter: missing }
    expect(verdict({ ...base, criteria: incomplete, validNow: false })).toBe('ok')
    expect(verdict({ ...base, criteria: incomplete, validNow: true })).toBe('decision.invalid_combination')
    expect(Object.keys(closeReasons)).not.toContain('invalid')
    expect(Object.keys(closeReasons)).not.toContain('incomplete')
  })
  test('R-05: a special situation without an event is forwarded, but is no ICSR', () => {
    const exposure = { ...base, events: [], special: ['PREGNANCY_MATERNAL' as const] }
    expect(verdict({ ...exposure, validNow: false })).toBe('ok')
    expect(verdict({ ...exposure, validNow: true })).toBe('decision.invalid_combination')
  })
  test('R-05: four confirmed criteria are not left as incomplete', () => {
    expect(verdict({ ...base, validNow: false })).toBe('decision.invalid_combination')
  })
  test('R-08: nothing closes without a reason, and “unrelated” only on the reporter’s words', () => {
    const close = { ...base, forwardable: false, validNow: false }
    expect(verdict(close)).toBe('decision.reason_required')
    expect(Object.keys(closeReasons).filter((r) => /relat/.test(r))).toEqual([])
    const excluded = { ...close, closeReason: 'reporter_excluded_causality' as const }
    expect(verdict(excluded)).toBe('decision.reason_required')
    expect(verdict({ ...excluded, quote: at('it was not the pills') })).toBe('ok')
    const invented = { postId: 'p1', span: { start: 0, end: 9, text: 'unrelated' } }
    expect(verdict({ ...excluded, quote: invented })).toBe('decision.quote_not_in_post')
  })
  test('R-08: a marked event is not signed away as “no event”', () => {
    const close = { ...base, forwardable: false, validNow: false, closeReason: 'no_event' as const }
    expect(verdict(close)).toBe('decision.invalid_combination')
    expect(verdict({ ...close, events: [] })).toBe('ok')
  })
})

describe('words are the post’s own (R-30)', () => {
  test.each([
    ['another word', { start: 0, end: 2, text: 'mx' }],
    ['shifted by one', { start: 1, end: 3, text: 'my' }],
    ['no words', { start: 3, end: 3, text: '' }],
    ['an end beyond the text', { start: 0, end: text.length + 1, text: `${text} ` }],
    ['offsets counted from the end', { start: -5, end: text.length, text: 'pills' }],
    ['both offsets counted from the end', { start: -5, end: -1, text: 'pill' }],
    ['an end before the start', { start: 5, end: 3, text: 'my' }],
    ['halves of an offset', { start: 0.5, end: 2.5, text: 'my' }],
  ])('%s is refused', (_, span) => {
    const product = { postId: 'p1', span }
    expect(verdict({ ...base, criteria: { ...found, product } })).toBe('decision.quote_not_in_post')
    expect(verdict({ ...base, events: [{ ...event, span }] })).toBe('decision.quote_not_in_post')
  })
  test('words of a post outside the case are refused', () => {
    expect(verdict({ ...base, criteria: { ...found, product: { ...at('Zolvara'), postId: 'p9' } } })).toBe(
      'decision.quote_not_in_post',
    )
  })
})

test('serious is per event, and one is enough', () => {
  const mild = { ...event, seriousness: [] }
  expect(isSerious({ ...base, events: [mild] })).toBe(false)
  expect(isSerious({ ...base, events: [] })).toBe(false)
  for (const one of seriousnessCriteria)
    expect(isSerious({ ...base, events: [mild, { ...event, seriousness: [one] }] })).toBe(true)
})

test.each([
  [true, 'standard', true],
  [true, 'sample', true],
  [true, 'crisis', true],
  [false, 'crisis', true],
  [false, 'priority', true],
  [false, 'standard', false],
  [false, 'sample', false],
])('forwardable %s in lane %s asks to be signed at once: %s', (forwardable, lane, atOnce) => {
  expect(signAtOnce({ forwardable }, lane)).toBe(atOnce)
})

test.each([
  [{ forwardable: false, serious: false }, ['forward_24h', 'serious_15d', 'non_serious_90d']],
  [{ forwardable: false, serious: true }, ['forward_24h', 'serious_15d', 'non_serious_90d']],
  [{ forwardable: true, serious: true }, ['non_serious_90d']],
  [{ forwardable: true, serious: false }, ['serious_15d']],
])('signing %o stops %j: the 24 hours of a forward run until it has left', (decision, stopped) => {
  expect(clocksStoppedBy(decision)).toEqual(stopped)
})
