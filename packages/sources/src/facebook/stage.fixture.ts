import { answer } from '../recorded.fixture.ts'
import { wordsPin } from '../write/seen.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { facebookPublisher } from './facebook-publisher.ts'

export const page = '19292868552'
const comment = '10158371815748553_10158371930463553'
/** Tests only: a comment as the Graph API was recorded to give it. */
const item = (id: string, over: object = {}) => ({
  id,
  message: 'dizzy on it',
  from: { id: '5', name: 'Writer' },
  created_time: '2026-11-22T09:00:00+0000',
  can_comment: true,
  ...over,
})
const mine = item('10158371815748553_77', {
  message: signedText,
  from: { id: page, name: 'Brand' },
  created_time: '2026-11-22T10:01:00+0000',
})
export const graphError = (code: number, error_subcode?: number) => ({
  error: { message: 'no', type: 'OAuthException', code, ...(error_subcode && { error_subcode }) },
})

export const facebookStage: Stage = {
  platform: 'facebook',
  account: page,
  target: { parent: { id: comment, cid: wordsPin('dizzy on it') }, root: { id: comment, cid: null } },
  publisher: (origin) =>
    facebookPublisher({ server: origin, version: 'v26.0', account: page, token: secret, appSecret: secret }),
  ignore: ['appsecret_proof'],
  signIn: [answer('GET /v26.0/me?fields=id', { id: page })],
  stranger: [answer('GET /v26.0/me?fields=id', { id: '1' })],
  targetAt: `GET /v26.0/${comment}?fields=id,message,from,can_comment`,
  there: item(comment),
  gone: { body: graphError(100, 33), status: 400 },
  edited: item(comment, { message: 'fine on it' }),
  listAt: `GET /v26.0/${comment}/comments?fields=id,message,from,created_time,permalink_url&filter=stream&order=reverse_chronological&limit=100`,
  listed: { data: [mine] },
  absent: { data: [item('1_2', { message: signedText })] },
  writeAt: `POST /v26.0/${comment}/comments`,
  made: { body: { id: mine.id } },
  remoteId: mine.id,
  words: (body) => new URLSearchParams(body).get('message'),
  limited: { body: graphError(32), status: 400 },
  refused: { body: graphError(100, 33), status: 400, reason: 'platform.invalid:graph_100_33' },
  credentials: { body: graphError(190, 463), status: 400 },
  tooLong: 8_001,
}
