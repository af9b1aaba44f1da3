import { answer } from '../recorded.fixture.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { redditPublisher } from './reddit-publisher.ts'

/** Tests only: a comment as Reddit lists it. */
export const comment = (over: object = {}) => ({
  kind: 't1',
  data: {
    id: 'abc',
    name: 't1_abc',
    author: 'writer',
    author_fullname: 't2_w',
    body: 'dizzy on it',
    parent_id: 't3_top',
    link_id: 't3_top',
    permalink: '/r/asthma/comments/top/_/abc/',
    created_utc: Date.parse('2026-11-22T09:00:00Z') / 1000,
    edited: false,
    locked: false,
    archived: false,
    ...over,
  },
})
export const listing = (...children: unknown[]) => ({ kind: 'Listing', data: { children, after: null } })

const mine = comment({
  id: 'xyz',
  name: 't1_xyz',
  author: 'Zolvara_Team',
  body: signedText,
  parent_id: 't1_abc',
  permalink: '/r/asthma/comments/top/_/xyz/',
  created_utc: Date.parse('2026-11-22T10:01:00Z') / 1000,
})
const token = answer('POST /api/v1/access_token', { access_token: secret, expires_in: 86_400 })
const me = (name: string) => answer('GET /api/v1/me?raw_json=1', { name, id: 'me' })

export const redditStage: Stage = {
  platform: 'reddit',
  account: 'Zolvara_Team',
  target: { parent: { id: 't1_abc', cid: null }, root: { id: 't3_top', cid: null } },
  publisher: (origin) =>
    redditPublisher({
      server: origin,
      signIn: origin,
      account: 'Zolvara_Team',
      clientId: 'client',
      clientSecret: secret,
      refreshToken: secret,
    }),
  signIn: [token, me('Zolvara_Team')],
  stranger: [token, me('somebody')],
  targetAt: 'GET /api/info/?id=t1_abc&raw_json=1',
  there: listing(comment()),
  gone: { body: listing(comment({ body: '[deleted]', author: '[deleted]' })) },
  edited: listing(comment({ edited: 1_795_341_000 })),
  listAt: 'GET /user/Zolvara_Team/comments?sort=new&limit=100&raw_json=1',
  listed: listing(mine),
  absent: listing(),
  writeAt: 'POST /api/comment',
  made: { body: { json: { errors: [], data: { things: [mine] } } } },
  remoteId: 't1_xyz',
  words: (body) => new URLSearchParams(body).get('text'),
  limited: {
    body: {
      json: { ratelimit: 540, errors: [['RATELIMIT', 'you are doing that too much', 'ratelimit']] },
    },
    status: 200,
  },
  refused: {
    body: { json: { errors: [['DELETED_COMMENT', 'that comment has been deleted', 'parent']] } },
    status: 200,
    reason: 'platform.invalid:DELETED_COMMENT',
  },
  credentials: { body: { message: 'Unauthorized', error: 401 }, status: 401 },
  tooLong: 10_001,
}
