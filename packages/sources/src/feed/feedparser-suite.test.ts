import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../shared-data.ts'
import { type Assertion, assertionsOf, judge } from './expectations.ts'
import type { Feed } from './feed.ts'
import { FeedReader } from './feed-reader.ts'
import { FeedRefused } from './xml.ts'

const suite = sharedFile('fixtures/feeds/feedparser/tests')
const real = sharedFile('fixtures/feeds/real/test/input')
const absent = suite.absent ? ' (skipped: feedparser suite not found at HARK_SHARED)' : ''

const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** What the test server of the suite would send with a file: the headers its comment asks for. */
function received(path: string) {
  const bytes = readFileSync(path)
  const comment = bytes.subarray(0, 4_000).toString('latin1')
  const header = (name: string) =>
    new RegExp(`Header:\\s*${name}:\\s*(.+)`, 'i').exec(comment)?.[1]?.trim() ?? null
  const address = `http://127.0.0.1:8097/${relative(suite.path, path)}`
  const base = URL.parse(header('Content-Location') ?? '', address)?.href ?? address
  return { bytes, contentType: header('Content-type'), language: header('Content-Language'), base }
}

type Failure = { file: string; assertion: Assertion }

describe.skipIf(suite.absent)(`the feedparser suite${absent}`, () => {
  test('at least 95 % of what it says of entries holds, and no file crashes, hangs or passes the limits', async () => {
    const reader = new FeedReader()
    const counts = { exact: 0, read: 0, failed: 0 }
    const failures: Failure[] = []
    for (const path of filesUnder(suite.path)) {
      const given = received(path)
      const feed = await reader.read(given).catch((error): Feed | null => {
        expect(error, path).toBeInstanceOf(FeedRefused)
        expect(error.code, path).toBe('feed.not_a_feed')
        return null
      })
      const expectation = /Expect:\s*([^\n]*)/.exec(given.bytes.toString('utf8'))?.[1]?.trim() ?? ''
      for (const assertion of assertionsOf(expectation.replace(/\s*-->$/, ''))) {
        const verdict = judge(assertion, feed?.entries ?? [])
        counts[verdict] += 1
        if (verdict === 'failed') failures.push({ file: relative(suite.path, path), assertion })
      }
    }
    const all = counts.exact + counts.read + counts.failed
    const told = failures.map(({ file, assertion }) => `${file}: ${assertion.source}`).join('\n')
    if (process.env.HARK_FEED_REPORT) process.stderr.write(`${JSON.stringify(counts)}\n${told}\n`)
    expect(all).toBeGreaterThan(400)
    expect(counts.failed / all, told).toBeLessThanOrEqual(0.05)
  }, 60_000)
})

describe.skipIf(real.absent)(`real feeds${real.absent ? ' (skipped: not found at HARK_SHARED)' : ''}`, () => {
  test.each(real.absent ? [] : filesUnder(real.path).map((path) => [relative(real.path, path), path]))(
    '%s is read',
    async (name, path) => {
      const reading = new FeedReader().read({
        bytes: readFileSync(path),
        contentType: null,
        base: 'https://feed.example/',
      })
      if (name === 'unrecognized.rss')
        return await expect(reading).rejects.toMatchObject({ code: 'feed.not_a_feed' })
      const { entries } = await reading
      expect(entries.length).toBeGreaterThan(0)
      for (const entry of entries) expect(entry.raw).not.toBe('')
    },
  )
})
