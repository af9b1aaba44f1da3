import type { SpecialSituation } from '@hark/domain'
import { expect, test } from 'vitest'
import { loadResources } from '../resources.ts'
import { evaluateLines } from './evaluate-lines.ts'
import { parseLabelled } from './labelled-line.ts'
import { readableReport } from './readable.ts'
import { type EvaluatedPost, reportOf } from './report.ts'

function judged(
  gold: SpecialSituation[] | undefined,
  special: SpecialSituation[],
  flag = false,
): EvaluatedPost {
  const label = flag ? 'A' : 'S'
  const post = parseLabelled(JSON.stringify({ text: 'x', label, ...(gold && { special: gold }) }))
  return { post, score: flag ? 0.9 : 0.1, flag, special, lang: 'en', events: [] }
}
const situations = (posts: readonly EvaluatedPost[]) => reportOf(posts, { times: 0 }).situations

test('a situation counts as seen by its own code, without an event', () => {
  const posts = [judged(undefined, ['OVERDOSE']), judged(undefined, [])]
  expect(situations(posts)).toEqual({ rows: 2, flagged: 1, byCode: [] })
})

test('where lines say which situations hold, each has its precision and recall, of events too', () => {
  const posts = [
    judged(['OVERDOSE'], ['OVERDOSE', 'MISUSE'], true),
    judged(['OVERDOSE', 'MEDICATION_ERROR'], []),
    judged([], ['OVERDOSE']),
    judged(undefined, ['LACTATION']),
  ]
  expect(situations(posts).byCode).toEqual([
    { code: 'OVERDOSE', rows: 2, said: 2, right: 1, precision: 0.5, recall: 0.5 },
    { code: 'MEDICATION_ERROR', rows: 1, said: 0, right: 0, precision: Number.NaN, recall: 0 },
    { code: 'MISUSE', rows: 0, said: 1, right: 0, precision: 0, recall: Number.NaN },
  ])
  expect(readableReport(reportOf(posts, { times: 0 }))).toMatch(/OVERDOSE +2 +2 +\.500 +\.500\n/)
})

test('what `hark classify` says of a post is what is counted', async () => {
  const resources = loadResources()
  const line = '{"text":"took 6 warfarin by mistake","label":"S","special":["OVERDOSE","MEDICATION_ERROR"]}'
  const posts = await evaluateLines([line], () => expect.unreachable(), resources.gazetteer(), resources)
  expect(situations(posts)).toMatchObject({ rows: 1, flagged: 1 })
  expect(situations(posts).byCode.map(({ code, recall }) => [code, recall])).toEqual([
    ['MEDICATION_ERROR', 1],
    ['OVERDOSE', 1],
  ])
})

test.each(['"OVERDOSE"', '["overdosed"]', '[5]', '{}'])('special %s is refused', (special) => {
  expect(() => parseLabelled(`{"text":"x","label":"S","special":${special}}`)).toThrow('"special"')
})
