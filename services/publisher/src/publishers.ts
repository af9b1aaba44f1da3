import type { Logger } from '@hark/runtime'
import {
  blueskyPublisher,
  PracticePlatform,
  type Publisher,
  practicePublisher,
  xPublisher,
} from '@hark/sources'
import type { PublisherConfig } from './config.ts'

/** The publishers this process has credentials for, by platform and account. None is an honest answer: listen-only. */
export function openPublishers(
  config: PublisherConfig,
  log: Logger,
): (platform: string, account: string) => Publisher | null {
  const publishers: Publisher[] = []
  if (config.HARK_PRACTICE_PLATFORM) {
    publishers.push(
      practicePublisher(new PracticePlatform(config.HARK_PRACTICE_PLATFORM), config.HARK_PRACTICE_ACCOUNT),
    )
  }
  const {
    BLUESKY_SERVICE: service,
    BLUESKY_ACCOUNT: account,
    BLUESKY_IDENTIFIER: identifier,
    BLUESKY_APP_PASSWORD: appPassword,
  } = config
  if (account && identifier && appPassword)
    publishers.push(blueskyPublisher({ service, account, identifier, appPassword }))
  publishers.push(...onX(config))
  log.info({ platforms: publishers.map((p) => p.platform) }, 'publishing to')
  return (platform, account) =>
    publishers.find((p) => p.platform === platform && p.account === account) ?? null
}

/** The X account, where all five of its credentials are there. */
function onX(config: PublisherConfig): Publisher[] {
  const { X_SERVER: server, X_ALLOW_ADDRESSES: allowAddresses, X_ACCOUNT: account } = config
  const { X_CONSUMER_KEY: consumerKey, X_CONSUMER_SECRET: consumerSecret } = config
  const { X_ACCESS_TOKEN: accessToken, X_ACCESS_SECRET: accessSecret } = config
  if (!account || !consumerKey || !consumerSecret || !accessToken || !accessSecret) return []
  const credentials = { server, account, consumerKey, consumerSecret, accessToken, accessSecret }
  return [xPublisher(credentials, { allowAddresses })]
}
