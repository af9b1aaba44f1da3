import { describe, expect, test } from 'vitest'
import { classifyLine } from '../classify-line.ts'
import { loadResources } from '../resources.ts'
import { readCandidate, UnfitCandidate, withCandidate } from './candidate.ts'
import { TooFewLabels, trainLines } from './train-lines.ts'

const resources = loadResources()
const options = { from: 'a labelled file', made: '2026-11-22T00:00:00Z', recallTarget: 0.9, seed: 1 }
const never = (line: number, why: string): void => {
  throw new Error(`line ${line}: ${why}`)
}

/** This company's people say "flooring" for an event of theirs that no lexicon knows. */
const events = ['was flooring again', 'total flooring', 'flooring since breakfast', 'bit of flooring']
const calm = ['is on my desk', 'refill today', 'costs more now', 'picked up at noon']
const days = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const lines = days.flatMap((day) =>
  [...events.map((e) => [e, 'A']), ...calm.map((c) => [c, 'N'])].flatMap(([words, label]) =>
    ['ibuprofen', 'naproxen', 'sertraline', 'metformin', 'warfarin', 'prednisone'].map((medicine, at) =>
      JSON.stringify({
        id: `${day}${at}`,
        text: `${day}: ${medicine} and ${words}, ${at} of us`,
        lang: 'en',
        label,
      }),
    ),
  ),
)
const train = (of: readonly string[]) => trainLines(of, never, resources.gazetteer(), resources, options)
const scoreOf = (text: string, by = resources): number =>
  classifyLine(JSON.stringify({ id: 1, text, lang: 'en' }), by.gazetteer(), by).ae.score

describe('a candidate', () => {
  const candidate = train(lines)
  const adapted = withCandidate(resources, readCandidate(JSON.stringify(candidate), resources.modelId))

  test('learns the words of its labels, which the shipped model does not know', () => {
    expect(candidate.card.ap.after).toBeGreaterThan(candidate.card.ap.before)
    const said = 'holiday: lisinopril and flooring again'
    const not = 'holiday: lisinopril is on my desk'
    expect(scoreOf(said, adapted) - scoreOf(not, adapted)).toBeGreaterThan(scoreOf(said) - scoreOf(not))
    expect(scoreOf(said, adapted)).toBeGreaterThan(scoreOf(said) + 0.1)
  })

  test('leaves the shipped resources as they were, and judges under its own model id', () => {
    expect(adapted.modelId).toMatch(/\+candidate\.[0-9a-f]{12}$/)
    expect(resources.modelId).not.toContain('candidate')
    expect(classifyLine(lines[0] ?? '', adapted.gazetteer(), adapted).model).toBe(adapted.modelId)
  })

  test('is the same from the same labels', () => expect(train(lines)).toEqual(candidate))

  test('holds no text of a label', () => {
    expect(JSON.stringify(candidate)).not.toMatch(/flooring|breakfast/)
    expect(candidate.card.labelsSha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('says recall by language, situation and class, in the language that was read where the file names none', () => {
    const untagged = lines.map((line) =>
      JSON.stringify({ ...JSON.parse(line), lang: undefined, special: ['MISUSE'] }),
    )
    const { card } = train(untagged)
    expect(card.byLanguage.find(({ name }) => name === 'en')?.labels).toBeGreaterThan(lines.length / 2)
    expect(card.bySituation).toMatchObject([{ name: 'MISUSE', labels: lines.length }])
    expect(candidate.card.byLanguage).toMatchObject([{ name: 'en', labels: lines.length }])
    expect(candidate.card.byClass.map((g) => g.name).sort()).toEqual(['A', 'N'])
  })
})

const sound = {
  format: 'hark-candidate-2',
  base: resources.modelId,
  threshold: 0.4,
  scale: 1,
  shift: 0,
  corrections: [[600, 0.5]],
  card: { ap: { before: 0.4, after: 0.5, low: 0.4, high: 0.6 } },
}

describe('what is refused', () => {
  test('not a sound file', () => {
    expect(readCandidate(JSON.stringify(sound), resources.modelId)).toEqual(sound)
  })

  test('too few labels', () => expect(() => train(lines.slice(0, 24))).toThrow(TooFewLabels))

  test.each([
    ['no JSON', '{', 'not valid JSON'],
    ['another file', '{"format":"x"}', 'no candidate'],
    ['another base', JSON.stringify({ format: 'hark-candidate-2', base: 'other' }), 'corrects other'],
    ['an earlier form', JSON.stringify({ ...sound, format: 'hark-candidate-1' }), 'train again'],
    ['a threshold nothing reaches', JSON.stringify({ ...sound, threshold: 7 }), 'threshold'],
    ['a scale that turns the order round', JSON.stringify({ ...sound, scale: -1 }), 'scale'],
    ['a shift that is text', JSON.stringify({ ...sound, shift: '0' }), 'shift'],
    ['no corrections', JSON.stringify({ ...sound, corrections: undefined }), 'corrections'],
    ['corrections that are no pairs', JSON.stringify({ ...sound, corrections: [1, 2] }), 'corrections'],
    ['no data card', JSON.stringify({ ...sound, card: null }), 'data card'],
    ['a place outside the table', JSON.stringify({ ...sound, corrections: [[2 ** 30, 1]] }), 'corrections'],
  ])('%s', (_, json, why) => {
    expect(() => readCandidate(json, resources.modelId)).toThrow(UnfitCandidate)
    expect(() => readCandidate(json, resources.modelId)).toThrow(why)
  })
})
