import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { practicePosts } from '@hark/sources'
import { expect, test } from 'vitest'
import { variableOf } from './credentials.ts'
import { loopbackHost } from './outside.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const nowhere = {
  PATH: process.env.PATH,
  HARK_OFFLINE: '1',
  HARK_DATA: '/nowhere',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
}
const hark = (...args: string[]) => harkWith({}, ...args)
function harkWith(env: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    env: { ...nowhere, ...env },
    encoding: 'utf8',
  })
  return { status, stderr, lines: stdout.split('\n').filter(Boolean) }
}

test('source try reads once, stores nothing, and prints normalised posts', () => {
  const { status, lines, stderr } = hark('source', 'try', 'file', practicePosts, '--limit', '3')
  expect([status, lines.length]).toEqual([0, 3])
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    platform: 'file',
    externalId: expect.any(String),
    text: expect.any(String),
  })
  expect(JSON.parse(lines[0] ?? '')).not.toHaveProperty('raw')
  expect(stderr).toMatch(/^3 posts, 0 removals, 0 rejected/)
  const raw = hark('source', 'try', 'practice', '0', '--limit', '1', '--raw')
  expect(JSON.parse(raw.lines[0] ?? '')).toHaveProperty('raw')
})

test.each([
  [['source', 'try', 'fax', '12'], 'is not a platform Hark reads'],
  [['source', 'try', 'file'], 'source try PLATFORM TARGET'],
  [['source', 'try', 'file', 'x', '--limit', 'many'], '--limit is a whole number'],
  [['source', 'dance'], 'source try'],
])('%j is wrong use, and says how', (args, told) => {
  const { status, stderr } = hark(...args)
  expect(status).toBe(2)
  expect(stderr).toContain(told)
})

test('what cannot be read is told', () => {
  expect(hark('source', 'try', 'file', '/nowhere/posts.csv')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('file'),
  })
})

test.each([
  ['bluesky', 'all', {}],
  ['bluesky', 'wss://jetstream.example.org', { HARK_OFFLINE: 'true' }],
  ['feed', 'https://example.org/feed.xml', {}],
  ['mastodon', 'https://mastodon.example/tags/asthma', {}],
])('offline, a look at %s %s dials out to nobody, and says why', (platform, target, env) => {
  expect(harkWith(env, 'source', 'try', platform, target)).toEqual({
    status: 1,
    lines: [],
    stderr:
      'Nothing more could be read (fetch.offline). This deployment is kept offline (HARK_OFFLINE). Its operator can name the host in HARK_FETCH_ALLOW.\n',
  })
})

test('names of credentials and hosts', () => {
  expect(variableOf('youtube', 'apiKey')).toBe('YOUTUBE_API_KEY')
  expect(variableOf('mastodon', 'token')).toBe('MASTODON_TOKEN')
  const typed = [
    'http://127.0.0.1:9/x',
    'https://localhost',
    'http://[::1]:8/',
    'http://2130706433/',
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'https://example.org',
    'http://127.0.0.1.example.org/',
    'feed.xml',
    'file:///x',
  ]
  expect(typed.map(loopbackHost)).toEqual([
    '127.0.0.1:9',
    'localhost:443',
    '[::1]:8',
    '127.0.0.1:80',
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})
