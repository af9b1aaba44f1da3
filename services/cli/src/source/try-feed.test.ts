import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hark-try-'))
afterAll(() => rmSync(folder, { recursive: true }))

function tryOut(platform: string, name: string, content: string) {
  writeFileSync(join(folder, name), content)
  const env = { PATH: process.env.PATH, HARK_OFFLINE: '1', HARK_DATA: '/nowhere' }
  const args = [main, 'source', 'try', platform, join(folder, name)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  return {
    status,
    stderr,
    posts: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  }
}

test('a feed saved as a file is printed as posts', () => {
  const item =
    '<item><guid>urn:a</guid><title>Ill</title><description>&lt;p&gt;since &lt;b&gt;Monday&lt;/b&gt;&lt;/p&gt;</description></item>'
  const { status, posts, stderr } = tryOut(
    'feed',
    'a.xml',
    `<rss version="2.0"><channel>${item}</channel></rss>`,
  )
  expect([status, stderr]).toEqual([0, '1 posts, 0 removals, 0 rejected\n'])
  expect(posts).toMatchObject([{ platform: 'feed', externalId: 'urn:a', text: 'Ill\n\nsince Monday' }])
})

test('a transcript saved as a file is printed as what is said', () => {
  const { posts } = tryOut('podcast', 'e.vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>It made me ill.')
  expect(posts).toMatchObject([
    { platform: 'podcast', externalId: 'e.vtt#t=0', text: 'Speaker 1: It made me ill.' },
  ])
})

test('what is no feed is told by its code', () => {
  expect(tryOut('feed', 'b.xml', '<html><body>Not found</body></html>')).toMatchObject({
    status: 1,
    posts: [],
    stderr: expect.stringMatching(/^Nothing more could be read \(feed\.not_a_feed\)\. .+\.\n$/),
  })
})
