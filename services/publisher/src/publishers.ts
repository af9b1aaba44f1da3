import type { Logger } from '@hark/runtime'
import { blueskyPublisher, PracticePlatform, type Publisher, practicePublisher } from '@hark/sources'
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
  log.info({ platforms: publishers.map((p) => p.platform) }, 'publishing to')
  return (platform, account) =>
    publishers.find((p) => p.platform === platform && p.account === account) ?? null
}
