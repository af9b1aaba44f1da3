import { answer } from '../recorded.fixture.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { mastodonPublisher } from './mastodon-publisher.ts'

/** Tests only: the fields of Mastodon 4.6's Status that matter to a reply. */
export const status = (over: object = {}) => ({
  id: '5',
  created_at: '2026-11-22T09:00:00.000Z',
  edited_at: null,
  in_reply_to_id: null,
  visibility: 'public',
  spoiler_text: '',
  uri: 'https://mastodon.example/ap/users/9/statuses/5',
  url: 'https://mastodon.example/@writer/5',
  content: '<p>dizzy on it</p>',
  account: { id: '9', username: 'writer', acct: 'writer' },
  media_attachments: [],
  ...over,
})

const mine = status({
  id: '99',
  uri: 'https://mastodon.example/ap/users/77/statuses/99',
  url: 'https://mastodon.example/@brand/99',
  account: { id: '77', username: 'brand', acct: 'brand' },
  created_at: '2026-11-22T10:01:00.000Z',
  in_reply_to_id: '5',
  content: `<p>${signedText}</p>`,
})
const verify = (username: string) =>
  answer('GET /api/v1/accounts/verify_credentials', { id: '77', username, acct: username })

export const mastodonStage: Stage = {
  platform: 'mastodon',
  account: 'brand@127.0.0.1',
  target: { parent: { id: '5', cid: null }, root: { id: '5', cid: null } },
  // The account names its host, which here is a port nobody knows beforehand.
  publisher: (origin) => {
    const { host } = new URL(origin)
    const inner = mastodonPublisher({ server: origin, account: `brand@${host}`, token: secret })
    const renamed = <T extends { content: { account: string } }>(order: T): T =>
      order.content.account === 'brand@127.0.0.1'
        ? { ...order, content: { ...order.content, account: `brand@${host}` } }
        : order
    return {
      ...inner,
      send: (order, signal) => inner.send(renamed(order), signal),
      reconcile: (order, signal) => inner.reconcile(renamed(order), signal),
    }
  },
  signIn: [verify('brand')],
  stranger: [verify('somebody')],
  targetAt: 'GET /api/v1/statuses/5',
  there: status(),
  gone: { body: { error: 'Record not found' }, status: 404 },
  edited: status({ edited_at: '2026-11-22T09:59:00.000Z' }),
  listAt: 'GET /api/v1/accounts/77/statuses?limit=40&exclude_reblogs=true',
  listed: [mine, status({ id: '98' })],
  absent: [status({ id: '98' })],
  writeAt: 'POST /api/v1/statuses',
  made: { body: mine },
  remoteId: '99',
  words: (body) => JSON.parse(body).status,
  limited: {
    body: { error: 'Too many requests' },
    status: 429,
    headers: [['x-ratelimit-reset', new Date(Date.now() + 600_000).toISOString()]],
  },
  refused: { body: { error: 'Validation failed' }, status: 422, reason: 'platform.invalid' },
  credentials: { body: { error: 'The access token is invalid' }, status: 401 },
  tooLong: 501,
}
