import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadResources } from '../resources.ts'
import { evaluateLines } from './evaluate-lines.ts'
import { parseLabelled } from './labelled-line.ts'

describe('a labelled line', () => {
  test.each([
    ['{"id":1,"text":"a","label":1}', true],
    ['{"id":1,"text":"a","label":"A"}', true],
    ['{"id":1,"text":"a","label":"S"}', false],
    ['{"id":1,"text":"a","label":false}', false],
    ['\uFEFF{"id":1,"text":"a","label":1}', true],
  ])('%s', (line, positive) => expect(parseLabelled(line).positive).toBe(positive))

  test.each([
    ['{', 'not valid JSON'],
    ['[]', 'not a JSON object'],
    ['{"text":3,"label":1}', '"text" is missing'],
    ['{"text":"secret words","label":"maybe"}', '"label" is missing'],
    ['{"text":"secret words","label":1,"product":5}', '"product" is not a string'],
    ['{"text":"secret words","label":1,"thread":["secret"]}', '"thread" is not a string'],
    ['{"text":"secret words","label":1,"lang":7}', '"lang" is not a string'],
  ])('%s is refused without repeating it', (line, why) => {
    expect(() => parseLabelled(line)).toThrow(why)
    expect(() => parseLabelled(line)).not.toThrow('secret')
  })

  test('spans are offsets or the words themselves', () => {
    expect(parseLabelled('{"text":"Hair fell out","label":1,"spans":["hair fell out"]}').spans).toEqual([
      { start: 0, end: 13 },
    ])
    expect(parseLabelled('{"text":"x y","label":1,"spans":[{"start":2,"end":3}]}').spans).toEqual([
      { start: 2, end: 3 },
    ])
    expect(parseLabelled('{"text":"x","label":1}').spans).toBeNull()
  })
})

test('whatever a field holds, the line is measured or refused, and the lines after it are measured', async () => {
  const resources = loadResources()
  const names = ['id', 'lang', 'product', 'thread', 'class', 'spans', 'meta', 'special', 'parentText']
  const field = fc.tuple(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }))
  await fc.assert(
    fc.asyncProperty(fc.array(field, { maxLength: 4 }), async (fields) => {
      const line = JSON.stringify({ id: 1, text: 'ibuprofen again', label: 1, ...Object.fromEntries(fields) })
      const bad: number[] = []
      const last = '{"text":"metformin today","label":0}'
      const report = (at: number): void => void bad.push(at)
      const posts = await evaluateLines([line, last], report, resources.gazetteer(), resources)
      expect(posts.map(({ post }) => post.text)).toEqual(
        bad.length > 0 ? ['metformin today'] : ['ibuprofen again', 'metformin today'],
      )
    }),
    { numRuns: 60 },
  )
})
