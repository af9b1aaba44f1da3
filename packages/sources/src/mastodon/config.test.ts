import { expect, it } from 'vitest'
import { mastodonAdapter } from './adapter.ts'

it.each([
  ['#hoot@mastodon.example', { server: 'https://mastodon.example', tags: ['hoot'] }],
  ['https://mastodon.example/tags/h%C3%B6ren', { server: 'https://mastodon.example', tags: ['hören'] }],
  [
    'http://127.0.0.1:3000/api/v1/timelines/tag/hoot?limit=5',
    { server: 'http://127.0.0.1:3000', tags: ['hoot'] },
  ],
  ['https://mastodon.example/public/local', { server: 'https://mastodon.example', timelines: ['local'] }],
  ['https://m.example/api/v1/timelines/public', { server: 'https://m.example', timelines: ['public'] }],
  ['https://mastodon.example/search?q=zolvara', { server: 'https://mastodon.example', queries: ['zolvara'] }],
])('%s is understood', (typed, config) => {
  expect(mastodonAdapter.target?.config(typed)).toEqual(config)
  expect(mastodonAdapter.open(config).platform).toBe('mastodon')
})
