import { platforms } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { adapters } from './adapters.ts'
import { safeFetch } from './fetch/safe-fetch.ts'

const http = safeFetch({ offline: true })

describe('the adapters', () => {
  test('each names its own platform, in its policy and in what it opens', () => {
    const config = {
      linkedin: { organization: '77' },
      instagram: { account: '17841406338772941' },
      facebook: { page: '19292868552' },
      youtube: { videos: ['D-lhorsDlUQ'] },
      x: { rules: ['zolvara'] },
      bluesky: {},
      feed: { urls: ['https://example.org/feed'], paths: [] },
      file: { path: 'x.csv' },
      podcast: { urls: ['https://example.org/feed'] },
      mastodon: { server: 'https://mastodon.example', tags: ['zolvara'] },
      reddit: { communities: ['zolvara'] },
      discourse: { server: 'https://forum.example' },
      internal: {},
      practice: {},
    }
    for (const platform of platforms) {
      const adapter = adapters[platform]
      if (!adapter) continue
      expect(adapter.platform).toBe(platform)
      expect(adapter.policy.platform).toBe(platform)
      expect(adapter.open(config[platform as keyof typeof config], { http }).platform).toBe(platform)
    }
    expect(Object.keys(adapters).sort()).toEqual(Object.keys(config).sort())
  })

  test('a policy that names terms says when they were read', () => {
    for (const { policy } of Object.values(adapters)) {
      expect(policy.termsReadOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(policy.summary.length).toBeGreaterThan(80)
      if (policy.termsUrl !== null) expect(URL.canParse(policy.termsUrl)).toBe(true)
    }
  })

  test.each([
    ['bluesky', { urls: ['ws://jetstream.example.org'] }],
    ['bluesky', { urls: ['https://jetstream.example.org'] }],
    ['bluesky', { urls: ['wss://user:secret@jetstream.example.org'] }],
    ['bluesky', { urls: [] }],
    ['bluesky', { url: 'wss://jetstream.example.org' }],
    ['file', {}],
    ['practice', { speed: -1 }],
  ] as const)('%s refuses %j', (platform, config) => {
    expect(() => adapters[platform]?.open(config)).toThrowError(
      expect.objectContaining({ code: 'input.invalid' }),
    )
  })

  test.each(['wss://jetstream.example.org/subscribe', 'ws://127.0.0.1:6008', 'ws://[::1]:6008/subscribe'])(
    '%s is a server',
    (url) => {
      expect(adapters.bluesky?.open({ urls: [url] })).toMatchObject({ platform: 'bluesky' })
    },
  )

  test('a practice answer stays in its thread, an imported post has no reply by API', () => {
    const post = { externalId: 'p2', rootId: 'p1', raw: '{}' }
    expect(adapters.practice?.replyTarget(post)).toEqual({
      parent: { id: 'p2', cid: null },
      root: { id: 'p1', cid: null },
    })
    expect(adapters.file?.replyTarget(post)).toBeNull()
    expect(adapters.bluesky?.replyTarget(post)).toBeNull()
  })
})
