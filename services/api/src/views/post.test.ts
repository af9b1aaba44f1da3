import type { FindingRow } from '@hark/db'
import { expect, test } from 'vitest'
import { viewFinding } from './post.ts'

const structure = {
  medicines: [],
  missing: [],
  patients: [],
  times: [],
  doses: [],
  reporter: { kind: 'consumer', by: null },
}
const row = (over: object) => ({ detail: {}, ...over }) as unknown as FindingRow

test.each([
  ['as it is kept', structure, structure],
  ['of a shape no longer known', { ...structure, reporter: 'consumer' }, null],
  ['gone', null, null],
])('a structure %s', (_, kept, shown) => {
  expect(viewFinding(row({ structure: kept })).structure).toEqual(shown)
})
