import { wordsPin } from '../write/seen.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { linkedinPublisher } from './linkedin-publisher.ts'
import { activity, commentUrn } from './played.fixture.ts'
import { inPath } from './urn.ts'

export const organization = 'urn:li:organization:77'
const urn = commentUrn('42')
/** Tests only: a comment as the social actions API documents it. */
const item = (id: string, over: object = {}) => ({
  $URN: commentUrn(id),
  id,
  actor: 'urn:li:person:abc',
  object: activity,
  message: { text: 'dizzy on it' },
  created: { time: Date.parse('2026-11-22T09:00:00Z'), actor: 'urn:li:person:abc' },
  ...over,
})
const mine = item('99', {
  actor: organization,
  message: { text: signedText },
  parentComment: urn,
  created: { time: Date.parse('2026-11-22T10:01:00Z') },
})
const no = (status: number, code: string, message = 'no') => ({ status, code, message })

export const linkedinStage: Stage = {
  platform: 'linkedin',
  account: organization,
  target: { parent: { id: urn, cid: wordsPin('dizzy on it') }, root: { id: urn, cid: null } },
  publisher: (origin) =>
    linkedinPublisher({ server: origin, version: '202609', account: organization, token: secret }),
  signIn: [],
  stranger: null,
  targetAt: `GET /rest/socialActions/${inPath(activity)}/comments/42`,
  there: item('42'),
  gone: { body: no(404, 'NOT_FOUND'), status: 404 },
  edited: item('42', { message: { text: 'fine on it' } }),
  listAt: `GET /rest/socialActions/${inPath(urn)}/comments?start=0&count=100`,
  listed: { elements: [mine] },
  absent: { elements: [item('43')] },
  writeAt: `POST /rest/socialActions/${inPath(urn)}/comments`,
  made: { body: mine, status: 201 },
  remoteId: commentUrn('99'),
  words: (body) => JSON.parse(body).message.text,
  limited: {
    body: no(429, 'TOO_MANY_REQUESTS', 'Resource level throttle APPLICATION DAY limit'),
    status: 429,
  },
  refused: { body: no(403, 'ACCESS_DENIED'), status: 403, reason: 'platform.invalid:ACCESS_DENIED' },
  credentials: { body: no(401, 'INVALID_ACCESS_TOKEN'), status: 401 },
  tooLong: 1_251,
}
