import { describe, expect, test } from 'vitest'
import { loadResources } from '../resources.ts'
import { runHostile } from './run.ts'

const groups = runHostile(loadResources())

/** Groups whose answer depends on judgement: what a release reached, and may not fall below. The rest holds without exception. */
const reached: Readonly<Record<string, number>> = {
  'lyrics and fiction': 0,
  'links, addresses, handles': 4 / 6,
}

describe('hostile suite', () => {
  test('nothing threw, no span was untrue, nothing took too long', () => {
    const unsafe = groups.flatMap(({ failed }) => failed).filter((failure) => !failure.startsWith('flagged'))
    expect(unsafe).toEqual([])
  })
  test.each(groups.map((group) => [group.group, group] as const))('%s', (name, { cases, passed, failed }) => {
    expect(passed / cases, failed.join('\n')).toBeGreaterThanOrEqual(reached[name] ?? 1)
  })
})
