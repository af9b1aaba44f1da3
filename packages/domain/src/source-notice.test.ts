import { describe, expect, test } from 'vitest'
import { type Pushes, type Rechecks, sourceNotices } from './source-notice.ts'

const now = new Date('2026-11-22T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
const pushes = (over: Partial<Pushes> = {}): Pushes => ({
  only: true,
  goodAt: hoursAgo(2),
  refused: 0,
  refusedSince: null,
  longestPauses: [3_600, 3_600, 4_000, 90_000, 3_000],
  ...over,
})
const rechecks = (over: Partial<Rechecks> = {}): Rechecks => ({
  dueHours: 24,
  failingSince: null,
  failures: 0,
  reason: null,
  overdue: 0,
  overdueSince: null,
  ...over,
})
const kinds = (facts: Partial<Parameters<typeof sourceNotices>[0]>) =>
  sourceNotices({ pushes: null, rechecks: null, ...facts }, now).map(({ kind }) => kind)

describe('a source that is pushed to', () => {
  test.each<[string, Partial<Pushes>, string[]]>([
    ['heard of late', {}, []],
    ['quiet for three times an ordinary pause and more', { goodAt: hoursAgo(3.1) }, ['push_quiet']],
    [
      'quiet for as long as once happened on one day, is still quiet',
      { goodAt: hoursAgo(20) },
      ['push_quiet'],
    ],
    ['quiet, but asked for beside it', { only: false, goodAt: hoursAgo(99) }, []],
    ['of which nothing is usual yet', { longestPauses: [10, 10, 10, 10], goodAt: hoursAgo(99) }, []],
    ['usually busy, within the hour', { longestPauses: [9, 9, 9, 9, 9], goodAt: hoursAgo(0.9) }, []],
    [
      'usually busy, past the hour',
      { longestPauses: [9, 9, 9, 9, 9], goodAt: hoursAgo(1.1) },
      ['push_quiet'],
    ],
    ['never heard', { goodAt: null }, []],
    ['refused', { refused: 3, refusedSince: hoursAgo(1) }, ['push_refused']],
    [
      'refused and quiet',
      { refused: 3, refusedSince: hoursAgo(1), goodAt: hoursAgo(9) },
      ['push_refused', 'push_quiet'],
    ],
  ])('%s', (_, over, expected) => {
    expect(kinds({ pushes: pushes(over) })).toEqual(expected)
  })

  test('says how many, since when, and what is usual', () => {
    const facts = {
      pushes: pushes({ refused: 3, refusedSince: hoursAgo(1), goodAt: hoursAgo(9) }),
      rechecks: null,
    }
    const [refused, quiet] = sourceNotices(facts, now)
    expect(refused).toMatchObject({
      since: hoursAgo(1),
      says: expect.stringMatching(/^Refused deliveries: 3,/),
    })
    expect(quiet).toMatchObject({ since: hoursAgo(9), says: expect.stringMatching(/9 times .* \(60 min\)/) })
  })
})

describe('posts that are asked after', () => {
  test('in time, nothing is said', () => expect(kinds({ rechecks: rechecks() })).toEqual([]))
  test('failing says why, how often, and what is overdue', () => {
    const failing = rechecks({
      failingSince: hoursAgo(30),
      failures: 12,
      reason: 'http.401',
      overdue: 7,
      overdueSince: hoursAgo(6),
    })
    expect(sourceNotices({ pushes: null, rechecks: failing }, now)).toEqual([
      {
        kind: 'recheck_failing',
        since: hoursAgo(30),
        says: 'Held posts cannot be asked after (http.401); tries so far: 12. Past the 24 hours within which they are promised to be: 7.',
      },
    ])
  })
  test('answered, and yet not in time', () =>
    expect(kinds({ rechecks: rechecks({ overdue: 1, overdueSince: hoursAgo(1) }) })).toEqual([
      'recheck_overdue',
    ]))
})
