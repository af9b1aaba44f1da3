import { readFileSync } from 'node:fs'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { answer, reading } from './reading.fixture.ts'

const real = fixture('feeds/real/test/input')
const absent = real.absent ? ' (skipped: recorded feeds not found at HARK_SHARED)' : ''
const recorded = (file: string) => readFileSync(`${real.path}/${file}`)

describe.skipIf(real.absent)(`a real feed${absent}`, () => {
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
