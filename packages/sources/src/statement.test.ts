import { expect, test } from 'vitest'
import { adapters } from './adapters.ts'
import { blueskyPolicy } from './jetstream/policy.ts'
import { liveStatement } from './statement.ts'

test('a statement says when the terms were read as people write a day', () => {
  const read = { ...blueskyPolicy, termsUrl: 'https://terms.example/', termsReadOn: '2026-03-01' }
  expect(liveStatement(read)).toContain('Terms: https://terms.example/ (read on 1 Mar 2026).')
  expect(liveStatement({ ...read, termsUrl: null })).toContain(
    'Terms: none of a third party (looked for on 1 Mar 2026).',
  )
})

test.each(Object.values(adapters).map(({ platform, policy }) => [platform, policy] as const))(
  'the statement of %s holds no date for machines',
  (_, policy) => expect(liveStatement(policy)).not.toMatch(/\d{4}-\d{2}-\d{2}/),
)
