import { expect, test } from 'vitest'
import { functionLengths, sizeProblems } from './size-rules.ts'

const lines = (count: number) => 'x()\n'.repeat(count)
const file = (path: string, text: string) => ({ path: `packages/a/src/${path}`, text })

test('a file of 251 lines is one too long, and a test may be longer', () => {
  const short = [file('b.ts', lines(1)), file('c.ts', lines(1))]
  expect(sizeProblems([file('a.ts', lines(250)), ...short])).toEqual([])
  expect(sizeProblems([file('a.test.ts', lines(900)), ...short])).toEqual([])
  expect(sizeProblems([file('a.ts', lines(251)), ...short])).toEqual([
    'packages/a/src/a.ts has 251 lines; no file may have more than 250',
  ])
})

test('the main of a service of 41 lines is one too long', () => {
  const main = (count: number) => ({ path: 'services/clock/src/main.ts', text: lines(count) })
  expect(sizeProblems([main(40)])).toEqual([])
  expect(sizeProblems([main(41)])).toEqual([
    'services/clock/src/main.ts has 41 lines; no main may have more than 40',
  ])
})

test('many middling files exceed the median', () => {
  expect(sizeProblems([1, 2, 3].map((n) => file(`${n}.ts`, lines(61))))).toEqual([
    'the median of files is 61 lines, the limit 60',
  ])
})

test('functions are measured whole, arrows with a block too, and expressions not', () => {
  const text = [
    'export async function one(): Promise<void> {',
    '  return',
    '}',
    'const two = (x: number) => {',
    '  return x',
    '}',
    'const none = (x: number) => x',
    'class C { three() {',
    '} }',
  ].join('\n')
  const found = functionLengths(file('a.ts', text))
  expect(found.map(({ lines }) => lines)).toEqual([3, 3, 2])
  expect(found[1]?.name).toBe('packages/a/src/a.ts:4')
})
