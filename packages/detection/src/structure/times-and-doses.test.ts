import { describe, expect, test } from 'vitest'
import { read } from './structure.fixture.ts'

describe('times', () => {
  test.each<[string, string, string | null]>([
    ['hives two days after Zorvex', 'onset', 'P2D'],
    ['in hospital 2 days after Zorvex', 'onset', 'P2D'],
    ['Zorvex week 3 and I cannot sleep', 'point', 'P3W'],
    ['dizzy for 6 months on Zorvex', 'duration', 'P6M'],
    ['took Zorvex 4 hours ago', 'ago', 'PT4H'],
    ['rash within 20 minutes of Zorvex', 'onset', 'PT20M'],
    ['stopped Zorvex and the rash went away', 'dechallenge', null],
    ['started it again and the rash came right back', 'rechallenge', null],
    ['drei Tage nach Zorvex Ausschlag', 'onset', 'P3D'],
    ['vor 2 Wochen Zorvex genommen, Ausschlag', 'ago', 'P2W'],
    ['mareos desde hace 5 días con Zorvex', 'duration', 'P5D'],
    ['boutons trois jours après Zorvex', 'onset', 'P3D'],
  ])('%s', (text, kind, value) => {
    expect(read(text).times).toContainEqual(expect.objectContaining({ kind, value }))
  })
  test.each<[string, string, number | null, string]>([
    ['en', 'Zorvex three times a day', 3, 'P1D'],
    ['en', 'twice a week Zorvex', 2, 'P1W'],
    ['en', 'Zorvex 5 days a week', 5, 'P1W'],
    ['en', '10mg of Zorvex a day', 1, 'P1D'],
    ['en', 'Zorvex every two weeks', 1, 'P2W'],
    ['en', 'two puffs of Zorvex every 4-6 hours', 1, 'PT4H'],
    ['en', 'Zorvex every other day', 1, 'P2D'],
    ['de', 'Zorvex dreimal am Tag', 3, 'P1D'],
    ['de', 'Zorvex alle zwei Wochen', 1, 'P2W'],
    ['fr', 'Zorvex trois fois par jour', 3, 'P1D'],
    ['fr', 'Zorvex tous les 2 jours', 1, 'P2D'],
    ['es', 'Zorvex una vez a la semana', 1, 'P1W'],
    ['es', 'Zorvex cada 3 días', 1, 'P3D'],
    ['it', 'Zorvex una volta alla settimana', 1, 'P1W'],
    ['it', 'Zorvex ogni due settimane', 1, 'P2W'],
    ['nl', 'Zorvex drie keer per dag', 3, 'P1D'],
    ['nl', 'Zorvex om de 2 dagen', 1, 'P2D'],
    ['pt', 'Zorvex três vezes ao dia', 3, 'P1D'],
    ['pt', 'Zorvex a cada 3 dias', 1, 'P3D'],
  ])('%s: how often is no time: %s', (lang, text, often, per) => {
    const { times, doses } = read(text, lang)
    expect(times).toEqual([])
    expect(doses).toContainEqual(expect.objectContaining({ kind: 'frequency', times: often, per }))
  })
  test.each(['I had a day off from Zorvex', 'hives for a week on Zorvex', 'a day later Zorvex hives'])(
    'a time is not how often: %s',
    (text) => {
      expect(read(text).times).toHaveLength(1)
      expect(read(text).doses).toEqual([])
    },
  )
  test('a range has two ends; an age and a gestation are no times', () => {
    expect(read('rash for 2-3 weeks on Zorvex').times[0]).toMatchObject({ value: 'P2W', upTo: 'P3W' })
    expect(read('my 4 year old is on Zorvex').times).toEqual([])
    expect(read('8 weeks pregnant and on Zorvex').times).toEqual([])
  })
})

describe('doses', () => {
  test.each<[string, Record<string, unknown>]>([
    ['Zorvex 50mg', { kind: 'amount', quantity: { value: 50, unit: 'mg' } }],
    ['2.5 mcg of Zorvex', { kind: 'amount', quantity: { value: 2.5, unit: 'ug' } }],
    ['two tablets of Zorvex', { kind: 'amount', quantity: { value: 2, unit: '{tablet}' } }],
    ['Zorvex twice a day', { kind: 'frequency', times: 2, per: 'P1D' }],
    ['Zorvex 3x täglich', { kind: 'frequency', times: 3, per: 'P1D' }],
    ['Zorvex every 8 hours', { kind: 'frequency', times: 1, per: 'PT8H' }],
    ['Zorvex weekly', { kind: 'frequency', times: 1, per: 'P1W' }],
    ['Zorvex patch fell off', { kind: 'route', code: 'transdermal' }],
    ['they upped my Zorvex', { kind: 'change', code: 'increase' }],
    ['my dose of Zorvex, gone up on the dose twice', { kind: 'change', code: 'increase' }],
    ['went up to 40 mg Zorvex', { kind: 'change', code: 'increase' }],
    ['stopped taking Zorvex', { kind: 'change', code: 'stop' }],
    ['so I stopped Zorvex', { kind: 'change', code: 'stop' }],
    ['Zorvex abgesetzt', { kind: 'change', code: 'stop' }],
  ])('%s', (text, wanted) => {
    expect(read(text).doses).toContainEqual(expect.objectContaining(wanted))
  })
  test.each([
    'my son stopped breathing on Zorvex',
    '32 weeks pregnant on Zorvex and the baby stopped moving',
    'my period stopped on Zorvex',
    'my heart rate went up to 140 on Zorvex',
    'they drained 950 ml of urine after Zorvex',
  ])('what stopped, rose or was measured is not the medicine: %s', (text) => {
    expect(read(text).doses).toEqual([])
  })
})
