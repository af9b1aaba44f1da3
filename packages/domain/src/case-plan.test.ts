import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FlaggedGroup, groupFindings, type Kin, planCases, UNNAMED_PATIENT } from './case-plan.ts'
import type { Finding, PriorityFlag } from './finding.ts'
import type { Product } from './programme.ts'

const product = (id: string, group: string): Product => ({
  id,
  group,
  brand: id,
  substance: id,
  own: true,
  names: [],
})
const finding = (change: Partial<Finding>): Finding => ({
  productId: 'pen',
  score: 0.9,
  threshold: 0.5,
  flagged: true,
  reasons: [],
  evidence: [],
  criteria: { patient: null, reporter: null, product: null, event: null },
  seriousness: [],
  special: [],
  priority: [],
  patients: [],
  sentiment: { label: 'neutral', score: 0 },
  lang: 'en',
  model: 'm',
  ...change,
})
const patient = (label: string) => ({ label, span: null, age: null, sex: null })
const products = new Map(
  [product('pen', 'zolvara'), product('pill', 'zolvara'), product('other', 'mira')].map((p) => [p.id, p]),
)

describe('grouping findings', () => {
  test('products of one group are one; what is not flagged is left out', () => {
    const groups = groupFindings(
      [
        finding({ patients: [patient('mother')], priority: ['DEATH'] }),
        finding({
          productId: 'pill',
          patients: [patient('mother'), patient('author')],
          special: ['LACTATION'],
        }),
        finding({ productId: 'other', flagged: false }),
      ],
      products,
    )
    expect(groups).toEqual([
      {
        group: 'zolvara',
        productIds: ['pen', 'pill'],
        patients: ['mother', 'author'],
        priority: ['DEATH', 'PREGNANCY'],
      },
    ])
  })
  test('a flag without a patient still is a case, and an unknown product its own group', () => {
    expect(groupFindings([finding({ productId: 'new' })], products)).toEqual([
      { group: 'new', productIds: ['new'], patients: [UNNAMED_PATIENT], priority: [] },
    ])
  })
})

const group = (change: Partial<FlaggedGroup> = {}): FlaggedGroup => ({
  group: 'zolvara',
  productIds: ['pen'],
  patients: ['mother'],
  priority: [],
  ...change,
})
const kin = (change: Partial<Kin> = {}): Kin => ({
  caseId: 'c1',
  group: 'zolvara',
  patient: 'mother',
  decided: false,
  role: 'copy',
  ...change,
})

describe('planning cases', () => {
  test.each<[string, FlaggedGroup, Kin[], string[]]>([
    ['nothing known yet', group(), [], ['open mother']],
    [
      'two patients, two cases',
      group({ patients: ['mother', 'author'] }),
      [],
      ['open mother', 'open author'],
    ],
    ['a copy of an open case', group(), [kin()], ['join c1 mother']],
    ['a copy that names nobody', group({ patients: [UNNAMED_PATIENT] }), [kin()], ['join c1 mother']],
    [
      'a case that named nobody',
      group(),
      [kin({ patient: UNNAMED_PATIENT })],
      [`join c1 ${UNNAMED_PATIENT}`],
    ],
    ['another patient', group(), [kin({ patient: 'author' })], ['open mother']],
    ['another group', group(), [kin({ group: 'mira' })], ['open mother']],
    [
      'two patients beside a nameless case',
      group({ patients: ['mother', 'author'] }),
      [kin({ patient: UNNAMED_PATIENT })],
      ['open mother', 'open author'],
    ],
    ['after a decision', group(), [kin({ decided: true })], ['open mother after c1']],
    [
      'after a decision, with an open one',
      group(),
      [kin({ decided: true }), kin({ caseId: 'c2' })],
      ['join c2 mother'],
    ],
  ])('%s', (_, g, known, expected) => {
    const said = planCases([g], known).map((p) =>
      p.act === 'join'
        ? `join ${p.caseId} ${p.patient}`
        : `open ${p.patient}${p.follows ? ` after ${p.follows}` : ''}`,
    )
    expect(said).toEqual(expected)
  })

  test('every patient of every group is in exactly one plan, and none joins a decided case', () => {
    const who = fc.constantFrom('mother', 'author', 'child', UNNAMED_PATIENT)
    const groups = fc.uniqueArray(
      fc.record({
        group: fc.constantFrom('zolvara', 'mira'),
        productIds: fc.constant<string[]>(['pen']),
        patients: fc.uniqueArray(who, { minLength: 1 }),
        priority: fc.constant<PriorityFlag[]>([]),
      }),
      { selector: (g) => g.group },
    )
    const known = fc.array(
      fc.record({
        caseId: fc.constantFrom('c1', 'c2', 'c3'),
        group: fc.constantFrom('zolvara', 'mira'),
        patient: who,
        decided: fc.boolean(),
        role: fc.constantFrom('copy', 'follow_up'),
      }),
    )
    fc.assert(
      fc.property(groups, known, (gs, ks) => {
        const plans = planCases(gs, ks)
        expect(plans).toHaveLength(gs.reduce((n, g) => n + g.patients.length, 0))
        for (const p of plans)
          if (p.act === 'join') expect(ks.some((k) => k.caseId === p.caseId && !k.decided)).toBe(true)
      }),
    )
  })
})
