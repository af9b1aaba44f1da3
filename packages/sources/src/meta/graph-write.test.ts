import { expect, it } from 'vitest'
import { graphError } from '../facebook/stage.fixture.ts'
import { graphMeans } from './graph-write.ts'

const meaning = (status: number, body: unknown) =>
  graphMeans(
    { status, headers: new Headers(), url: 'https://x', body: Buffer.from(JSON.stringify(body)) },
    1_000,
  )

it.each<[string, number, unknown, object | null]>([
  ['an id', 200, { id: '1_2' }, { sent: { id: '1_2', url: null } }],
  ['no id', 200, { success: true }, null],
  ['a limit', 400, graphError(32), { refused: 'limited', code: 'graph_32' }],
  ['a limit by business', 400, graphError(80_001), { refused: 'limited', code: 'graph_80001' }],
  ['a token that ended', 400, graphError(190, 463), { refused: 'credentials', code: 'graph_190_463' }],
  ['a permission', 403, graphError(200), { refused: 'credentials', code: 'graph_200' }],
  ['a target that is gone', 400, graphError(100, 33), { refused: 'invalid', code: 'graph_100_33' }],
  ['a block for abuse', 400, graphError(368), { refused: 'invalid', code: 'graph_368' }],
  ['"the same was just said"', 400, graphError(506), null],
  ['"unknown error"', 400, graphError(1), null],
  ['"temporary issue"', 400, graphError(2), null],
  ['a code nobody knows', 400, graphError(4_711), null],
  ['a proxy', 400, '<html>', null],
])('%s', (_, status, body, expected) => {
  const got = meaning(status, body)
  if (expected === null) expect(got).toBeNull()
  else expect(got).toMatchObject(expected)
})
