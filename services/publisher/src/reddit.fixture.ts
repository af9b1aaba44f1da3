import { type Publisher, redditPublisher } from '@hark/sources'
import type { Exchange } from '@hark/testkit/cassettes'

/** Tests only: an account on a Reddit that is a cassette player. */
export const redditAccount = 'Zolvara_Team'
export const redditAt = (origin: string): Publisher =>
  redditPublisher({
    server: origin,
    signIn: origin,
    account: redditAccount,
    clientId: 'client',
    clientSecret: 'secret',
    refreshToken: 'refresh',
  })

const answer = (method: string, path: string, body: unknown): Exchange => ({
  method,
  url: new URL(path, 'http://recorded.invalid'),
  status: 200,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(JSON.stringify(body)),
})
const comment = (name: string, over: object) => ({
  kind: 't1',
  data: {
    name,
    author: 'writer',
    author_fullname: 't2_w',
    created_utc: Date.now() / 1000,
    edited: false,
    ...over,
  },
})
const listing = (...children: unknown[]) => ({ kind: 'Listing', data: { children, after: null } })

/** Reddit with the post that is answered on it; each list of the account's comments is one of `lists`, the last for ever. */
export function redditOf(target: string, text: string, lists: ('empty' | 'replied')[]): Exchange[] {
  const mine = comment('t1_mine', { author: redditAccount, body: text, parent_id: target })
  return [
    answer('POST', '/api/v1/access_token', { access_token: 'granted', expires_in: 86_400 }),
    answer('GET', '/api/v1/me?raw_json=1', { name: redditAccount }),
    answer(
      'GET',
      `/api/info/?id=${target}&raw_json=1`,
      listing(comment(target, { body: 'dizzy', parent_id: 't3_t' })),
    ),
    ...lists.map((one) =>
      answer(
        'GET',
        `/user/${redditAccount}/comments?sort=new&limit=100&raw_json=1`,
        one === 'empty' ? listing() : listing(mine),
      ),
    ),
    answer('POST', '/api/comment', { json: { errors: [], data: { things: [mine] } } }),
  ]
}
