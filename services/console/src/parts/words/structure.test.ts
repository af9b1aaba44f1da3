import { expect, test } from 'vitest'
import {
  ageInWords,
  doseInWords,
  durationInWords,
  pregnancyInWords,
  timeInWords,
  weightInWords,
} from './structure.ts'

const at = { start: 0, end: 1, text: 'x' }
const dose = { quantity: null, times: null, per: null, code: null }

test.each([
  [ageInWords({ ...at, value: 72, unit: 'a' }), '72 years'],
  [ageInWords({ ...at, value: 1, unit: 'mo' }), '1 month'],
  [ageInWords({ ...at, value: 70, unit: 'a', decade: true }), 'in their 70s'],
  [weightInWords({ value: 80, unit: 'kg' }), '80 kg'],
  [weightInWords({ value: 12.5, unit: '[stone_av]' }), '12.5 stone'],
  [pregnancyInWords({ gestation: 'P8W' }), 'pregnant, 8 weeks'],
  [pregnancyInWords({ gestation: null }), 'pregnant'],
  [durationInWords('PT0.5H'), '0.5 hours'],
  [durationInWords('P1D'), '1 day'],
  [durationInWords('next spring'), 'next spring'],
  [timeInWords({ kind: 'onset', value: 'P2W', upTo: null }), 'onset after 2 weeks'],
  [timeInWords({ kind: 'duration', value: 'P2D', upTo: 'P3D' }), 'for 2 days to 3 days'],
  [timeInWords({ kind: 'point', value: 'P4D', upTo: null }), 'day 4'],
  [timeInWords({ kind: 'point', value: null, upTo: null }), 'at'],
  [timeInWords({ kind: 'ago', value: 'P3M', upTo: null }), '3 months ago'],
  [timeInWords({ kind: 'dechallenge', value: null, upTo: null }), 'better after stopping (dechallenge)'],
  [doseInWords({ ...dose, kind: 'amount', quantity: { value: 0.5, unit: 'mg' } }), '0.5 mg'],
  [doseInWords({ ...dose, kind: 'amount', quantity: { value: 2, unit: '{tablet}' } }), '2 tablets'],
  [doseInWords({ ...dose, kind: 'amount', quantity: { value: 50, unit: 'ug' } }), '50 µg'],
  [doseInWords({ ...dose, kind: 'frequency', times: 2, per: 'P1D' }), '2 × a day'],
  [doseInWords({ ...dose, kind: 'frequency', times: 1, per: 'PT8H' }), 'every 8 hours'],
  [doseInWords({ ...dose, kind: 'route', code: 'nasal' }), 'nasal'],
  [doseInWords({ ...dose, kind: 'change', code: 'increase' }), 'dose raised'],
])('%s', (said, expected) => {
  expect(said).toBe(expected)
})
