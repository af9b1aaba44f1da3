import { Writable } from 'node:stream'
import { createLogger } from '@hark/runtime'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { openPublishers } from './publishers.ts'

const accounts = {
  bluesky: { BLUESKY_ACCOUNT: 'did:plc:a', BLUESKY_IDENTIFIER: 'b', BLUESKY_APP_PASSWORD: 'canary' },
  x: {
    X_ACCOUNT: '77',
    X_CONSUMER_KEY: 'k',
    X_CONSUMER_SECRET: 'canary',
    X_ACCESS_TOKEN: 't',
    X_ACCESS_SECRET: 'canary',
  },
  mastodon: {
    MASTODON_SERVER: 'https://m.example',
    MASTODON_ACCOUNT: 'brand@m.example',
    MASTODON_WRITE_TOKEN: 'canary',
  },
  reddit: {
    REDDIT_ACCOUNT: 'Zolvara_Team',
    REDDIT_WRITE_CLIENT_ID: 'i',
    REDDIT_WRITE_CLIENT_SECRET: 'canary',
    REDDIT_WRITE_REFRESH_TOKEN: 'canary',
  },
  discourse: {
    DISCOURSE_SERVER: 'https://f.example',
    DISCOURSE_ACCOUNT: 'brand@f.example',
    DISCOURSE_WRITE_KEY: 'canary',
  },
  youtube: {
    YOUTUBE_ACCOUNT: 'UC_x5XG1OV2P6uZZ5FSM9Ttw',
    YOUTUBE_WRITE_CLIENT_ID: 'i',
    YOUTUBE_WRITE_CLIENT_SECRET: 'canary',
    YOUTUBE_WRITE_REFRESH_TOKEN: 'canary',
  },
  facebook: { FACEBOOK_ACCOUNT: '1929', FACEBOOK_WRITE_TOKEN: 'canary' },
  instagram: { INSTAGRAM_ACCOUNT: '1784', INSTAGRAM_WRITE_TOKEN: 'canary' },
  linkedin: { LINKEDIN_ACCOUNT: 'urn:li:organization:7', LINKEDIN_WRITE_TOKEN: 'canary' },
} satisfies Record<string, Record<string, string>>

function open(env: Record<string, string>) {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLogger({ service: 'publisher', level: 'info', destination })
  const publisherOf = openPublishers(readConfig({ DATABASE_URL: 'postgres://x', ...env }), log)
  return { publisherOf, said: lines.join('') }
}

test('without credentials every platform is only listened to, and that is said', () => {
  const { publisherOf, said } = open({})
  const lines = said.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).platform)).toEqual([[], Object.keys(accounts)])
  expect(publisherOf('reddit', 'Zolvara_Team')).toBeNull()
})

test.each(Object.entries(accounts))(
  '%s is written to as its account, with all that it asks for',
  (platform, env) => {
    const account = Object.values(env).find(
      (value) => value === (env as never)[`${platform.toUpperCase()}_ACCOUNT`],
    )
    const { publisherOf, said } = open(env)
    expect(publisherOf(platform, account ?? '')).toMatchObject({ platform, account })
    expect(publisherOf(platform, 'other')).toBeNull()
    expect(said).not.toContain('canary')
    for (const missing of Object.keys(env)) {
      const { [missing]: _, ...rest } = env as Record<string, string>
      const less = open(rest)
      expect(less.publisherOf(platform, account ?? '')).toBeNull()
      expect(less.said).toContain(`"check":["${missing}"]`)
      expect(less.said).not.toContain('canary')
    }
  },
)
