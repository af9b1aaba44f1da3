import type { PublishContent, PublishOrder } from '../publish.ts'
import { blueskyPublisher } from './bluesky-publisher.ts'
import { testAccount } from './local-pds.ts'

/** Tests only: never aborts. */
export const patient = new AbortController().signal
/** Tests only: a post to answer. */
export const ref = (n: number) => ({ id: `at://did:plc:c/app.bsky.feed.post/${n}`, cid: `bafyrei${n}` })

/** Tests only: an order that can be sent as it is. */
export function order(orderId: string, content: Partial<PublishContent> = {}): PublishOrder {
  return {
    orderId,
    content: {
      platform: 'bluesky',
      account: testAccount,
      in_reply_to: { parent: ref(2), root: ref(1) },
      text: 'Thank you for telling us. See @someone and https://example.org',
      createdAt: '2026-11-22T05:00:00.000Z',
      ...content,
    },
  }
}

/** Tests only. */
export const publisherAt = (pds: { url: string }, appPassword = 'secret') =>
  blueskyPublisher({ service: pds.url, account: testAccount, identifier: 'brand.test', appPassword })
