import { readFileSync } from 'node:fs'
import { type Fault, fixture } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { answer, reading } from './reading.fixture.ts'

const real = fixture('feeds/real/test/input')
const absent = real.absent ? ' (skipped: recorded feeds not found at HARK_SHARED)' : ''
const recorded = (file: string) => readFileSync(`${real.path}/${file}`)

describe.skipIf(real.absent)(`a real feed${absent}`, () => {
  test.each<[string, Fault[]]>([
    ['429 with a time', [{ status: 429, headers: { 'retry-after': '30' } }]],
    ['429 without', [{ status: 429 }]],
    ['5xx, twice', [{ status: 500 }, { status: 503 }]],
    ['a break in the middle', [{ cutAfter: 20_000 }]],
    ['silence', [{ silence: true }]],
    ['half a document with the right length', [{ status: 200, body: '<rss version="2.0"><chan' }]],
  ])('%s: nothing lost, nothing twice', async (_, faults) => {
    const file = recorded('reddit.rss')
    const plain = await reading([answer('/feed', file)])
    const { ids, states } = await reading([answer('/feed', file)], { faults, minutes: 60 })
    expect(ids).toEqual(plain.ids)
    expect(ids.length).toBeGreaterThan(20)
    expect(states.some(({ state }) => state === 'disconnected')).toBe(true)
  })

  test('a document that breaks off gives what it holds whole, and is asked for again', async () => {
    const file = recorded('reddit.rss')
    const cut = { status: 200, headers: { etag: '"1"' }, body: file.subarray(0, 20_000).toString() }
    const plain = await reading([answer('/feed', file)])
    const { ids, asked, batches } = await reading([answer('/feed', file)], { faults: [cut], minutes: 20 })
    expect(new Set(ids)).toEqual(new Set(plain.ids))
    // The item it broke off in is taken as far as it goes, and its whole is a version of it.
    expect([ids.length, batches.flatMap(({ rejected }) => rejected)]).toEqual([plain.ids.length + 1, []])
    expect(asked[1]?.headers).not.toHaveProperty('if-none-match')
  })

  test('drop by drop it is still read', async () => {
    const { ids } = await reading([answer('/feed', recorded('pagination-links.rss'))], {
      faults: [{ dripMs: 0 }],
      config: { comments: false },
    })
    expect(ids.length).toBeGreaterThan(0)
  })

  test('is asked for conditionally, with what the server said, and 304 brings nothing', async () => {
    const validators: [string, string][] = [
      ['etag', 'W/"a1"'],
      ['last-modified', 'Sat, 21 Nov 2026 10:00:00 GMT'],
    ]
    const first = await reading([answer('/feed', recorded('reddit.rss'), validators)])
    const then = await reading([answer('/feed', '', validators, 304)], {
      cursor: first.here(first.cursor ?? ''),
    })
    expect(then.ids).toEqual([])
    // Another origin, so another lane; the same lane is driven below.
    expect(first.asked[0]?.headers).not.toHaveProperty('if-none-match')
    const both = await reading(
      [answer('/feed', recorded('reddit.rss'), validators), answer('/feed', '', validators, 304)],
      { minutes: 20 },
    )
    expect(both.asked[1]?.headers).toMatchObject({
      'if-none-match': 'W/"a1"',
      'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT',
    })
    expect(both.ids).toEqual(first.ids)
  })
})
