import { openApiContract } from '@hark/testkit/cassettes'
import { answer } from '../recorded.fixture.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { discoursePublisher } from './discourse-publisher.ts'
import { absent, document, post } from './played.fixture.ts'

const at = { created_at: '2026-11-22T10:01:00.000Z', username: 'brand' }
const mine = post(42, { ...at, raw: signedText, cooked: `<p>${signedText}</p>`, reply_to_post_number: 4 })

/** Tests only: as `discourse/openapi.json` describes it; the place of the forum is a port nobody knows beforehand. */
export const discourseStage: Stage = {
  platform: 'discourse',
  account: 'brand@forum.example',
  target: { parent: { id: 'forum.example/p/13', cid: null }, root: { id: 'forum.example/p/10', cid: null } },
  publisher: (origin) => {
    const here = (text: string) => text.replaceAll('forum.example', new URL(origin).host)
    const there = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replaceAll(new URL(origin).host, 'forum.example'))
    const moved = <T>(value: T): T => JSON.parse(here(JSON.stringify(value)))
    const inner = discoursePublisher({ server: origin, account: here('brand@forum.example'), apiKey: secret })
    return {
      ...inner,
      send: async (order, signal) => there(await inner.send(moved(order), signal)),
      reconcile: async (order, signal) => there(await inner.reconcile(moved(order), signal)),
    }
  },
  ...(!absent && { contract: openApiContract(document.path) }),
  signIn: [],
  stranger: null,
  targetAt: 'GET /posts/13.json',
  there: post(13),
  gone: { body: { errors: ['gone'], error_type: 'not_found' }, status: 404 },
  edited: post(13, { version: 2 }),
  listAt: 'GET /posts/13/replies.json',
  listed: [post(14), mine],
  absent: [post(14)],
  looked: [answer('GET /posts/42.json', mine)],
  writeAt: 'POST /posts.json',
  made: { body: mine },
  remoteId: 'forum.example/p/42',
  words: (body) => JSON.parse(body).raw,
  limited: {
    body: { errors: ['slow down'], error_type: 'rate_limit', extras: { wait_seconds: 540 } },
    status: 429,
  },
  refused: {
    body: { errors: ['Body is too similar to what you recently posted'] },
    status: 422,
    reason: 'platform.invalid',
  },
  credentials: { body: { errors: ['no'], error_type: 'not_logged_in' }, status: 401 },
  tooLong: 32_001,
}
