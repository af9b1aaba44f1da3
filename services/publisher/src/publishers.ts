import type { Logger } from '@hark/runtime'
import {
  type Budgets,
  blueskyPublisher,
  discoursePublisher,
  facebookPublisher,
  instagramPublisher,
  linkedinPublisher,
  mastodonPublisher,
  PracticePlatform,
  type Publisher,
  practicePublisher,
  redditPublisher,
  xPublisher,
  youtubePublisher,
} from '@hark/sources'
import type { PublisherConfig } from './config.ts'

type Made = { platform: string; publisher: Publisher | null; missing: string[] }

/** The publishers this process has credentials for, by platform and account. None is an honest answer: listen-only. */
export function openPublishers(
  config: PublisherConfig,
  log: Logger,
  quota?: Budgets,
): (platform: string, account: string) => Publisher | null {
  const made = [
    bluesky(config),
    x(config),
    mastodon(config),
    reddit(config),
    discourse(config),
    youtube(config, quota),
    facebook(config),
    instagram(config),
    linkedin(config),
  ]
  const publishers = [...practice(config), ...made.flatMap(({ publisher }) => publisher ?? [])]
  const listenOnly = made.flatMap(({ platform, publisher }) => (publisher ? [] : [platform]))
  log.info({ platform: publishers.map((p) => p.platform) }, 'publishing to')
  log.info({ platform: listenOnly }, 'listening only: no credentials to write with')
  for (const { platform, missing } of made)
    if (missing.length > 0) log.warn({ platform, check: missing }, 'listening only: settings are missing')
  return (platform, account) =>
    publishers.find((p) => p.platform === platform && p.account === account) ?? null
}

function practice({ HARK_PRACTICE_PLATFORM: file, HARK_PRACTICE_ACCOUNT: account }: PublisherConfig) {
  return file ? [practicePublisher(new PracticePlatform(file), account)] : []
}

/** All that is asked for, or nothing and what is missing; none at all is a choice, and misses nothing. */
function whole<Name extends keyof PublisherConfig>(
  platform: string,
  config: PublisherConfig,
  names: readonly Name[],
  make: (given: Record<Name, string>) => Publisher,
): Made {
  const missing = names.filter((name) => !config[name])
  const publisher = missing.length === 0 ? make(config as Record<Name, string>) : null
  return { platform, publisher, missing: missing.length === names.length ? [] : missing }
}

const bluesky = (config: PublisherConfig) =>
  whole('bluesky', config, ['BLUESKY_ACCOUNT', 'BLUESKY_IDENTIFIER', 'BLUESKY_APP_PASSWORD'], (c) =>
    blueskyPublisher({
      service: config.BLUESKY_SERVICE,
      account: c.BLUESKY_ACCOUNT,
      identifier: c.BLUESKY_IDENTIFIER,
      appPassword: c.BLUESKY_APP_PASSWORD,
    }),
  )

const xKeys = ['X_CONSUMER_KEY', 'X_CONSUMER_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET'] as const
const x = (config: PublisherConfig) =>
  whole('x', config, ['X_ACCOUNT', ...xKeys], (c) =>
    xPublisher(
      {
        server: config.X_SERVER,
        account: c.X_ACCOUNT,
        consumerKey: c.X_CONSUMER_KEY,
        consumerSecret: c.X_CONSUMER_SECRET,
        accessToken: c.X_ACCESS_TOKEN,
        accessSecret: c.X_ACCESS_SECRET,
      },
      { allowAddresses: config.X_ALLOW_ADDRESSES },
    ),
  )

const mastodon = (config: PublisherConfig) =>
  whole('mastodon', config, ['MASTODON_SERVER', 'MASTODON_ACCOUNT', 'MASTODON_WRITE_TOKEN'], (c) =>
    mastodonPublisher({
      server: c.MASTODON_SERVER,
      account: c.MASTODON_ACCOUNT,
      token: c.MASTODON_WRITE_TOKEN,
    }),
  )

const redditKeys = [
  'REDDIT_WRITE_CLIENT_ID',
  'REDDIT_WRITE_CLIENT_SECRET',
  'REDDIT_WRITE_REFRESH_TOKEN',
] as const
const reddit = (config: PublisherConfig) =>
  whole('reddit', config, ['REDDIT_ACCOUNT', ...redditKeys], (c) =>
    redditPublisher({
      server: config.REDDIT_SERVER,
      signIn: config.REDDIT_SIGN_IN,
      account: c.REDDIT_ACCOUNT,
      clientId: c.REDDIT_WRITE_CLIENT_ID,
      clientSecret: c.REDDIT_WRITE_CLIENT_SECRET,
      refreshToken: c.REDDIT_WRITE_REFRESH_TOKEN,
    }),
  )

const discourse = (config: PublisherConfig) =>
  whole('discourse', config, ['DISCOURSE_SERVER', 'DISCOURSE_ACCOUNT', 'DISCOURSE_WRITE_KEY'], (c) =>
    discoursePublisher({
      server: c.DISCOURSE_SERVER,
      account: c.DISCOURSE_ACCOUNT,
      apiKey: c.DISCOURSE_WRITE_KEY,
    }),
  )

const youtubeKeys = [
  'YOUTUBE_WRITE_CLIENT_ID',
  'YOUTUBE_WRITE_CLIENT_SECRET',
  'YOUTUBE_WRITE_REFRESH_TOKEN',
] as const
const youtube = (config: PublisherConfig, quota: Budgets | undefined) =>
  whole('youtube', config, ['YOUTUBE_ACCOUNT', ...youtubeKeys], (c) =>
    youtubePublisher(
      {
        server: config.YOUTUBE_SERVER,
        signIn: config.YOUTUBE_SIGN_IN,
        account: c.YOUTUBE_ACCOUNT,
        clientId: c.YOUTUBE_WRITE_CLIENT_ID,
        clientSecret: c.YOUTUBE_WRITE_CLIENT_SECRET,
        refreshToken: c.YOUTUBE_WRITE_REFRESH_TOKEN,
      },
      quota,
    ),
  )

const graph = ({ GRAPH_SERVER: server, GRAPH_VERSION: version }: PublisherConfig) => ({ server, version })

const facebook = (config: PublisherConfig) =>
  whole('facebook', config, ['FACEBOOK_ACCOUNT', 'FACEBOOK_WRITE_TOKEN'], (c) =>
    facebookPublisher({
      ...graph(config),
      account: c.FACEBOOK_ACCOUNT,
      token: c.FACEBOOK_WRITE_TOKEN,
      appSecret: config.FACEBOOK_WRITE_APP_SECRET,
    }),
  )

const instagram = (config: PublisherConfig) =>
  whole('instagram', config, ['INSTAGRAM_ACCOUNT', 'INSTAGRAM_WRITE_TOKEN'], (c) =>
    instagramPublisher({
      ...graph(config),
      account: c.INSTAGRAM_ACCOUNT,
      token: c.INSTAGRAM_WRITE_TOKEN,
      appSecret: config.INSTAGRAM_WRITE_APP_SECRET,
    }),
  )

const linkedin = (config: PublisherConfig) =>
  whole('linkedin', config, ['LINKEDIN_ACCOUNT', 'LINKEDIN_WRITE_TOKEN'], (c) =>
    linkedinPublisher({
      server: config.LINKEDIN_SERVER,
      version: config.LINKEDIN_VERSION,
      account: c.LINKEDIN_ACCOUNT,
      token: c.LINKEDIN_WRITE_TOKEN,
    }),
  )
