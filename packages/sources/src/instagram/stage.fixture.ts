import { graphError } from '../facebook/stage.fixture.ts'
import { answer } from '../recorded.fixture.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { instagramPublisher } from './instagram-publisher.ts'

export const account = '17841406338772941'
const comment = '17892250648466172'
const owned = (id: string) => ({ id: comment, media: { id: '17889', owner: { id } } })
const mine = { id: '17900', text: signedText, timestamp: '2026-11-22T10:01:00+0000', username: 'brand' }

/** Tests only: in the shapes the Graph API documents for comments and their replies. */
export const instagramStage: Stage = {
  platform: 'instagram',
  account,
  target: { parent: { id: comment, cid: null }, root: { id: comment, cid: null } },
  publisher: (origin) =>
    instagramPublisher({ server: origin, version: 'v26.0', account, token: secret, appSecret: secret }),
  ignore: ['appsecret_proof'],
  signIn: [answer(`GET /v26.0/${account}?fields=id,username`, { id: account, username: 'brand' })],
  stranger: [answer(`GET /v26.0/${account}?fields=id,username`, { id: '1', username: 'x' })],
  targetAt: `GET /v26.0/${comment}?fields=id,media{id,owner}`,
  there: owned(account),
  gone: { body: graphError(100, 33), status: 400 },
  edited: null,
  listAt: `GET /v26.0/${comment}/replies?fields=id,text,timestamp,username,from&limit=100`,
  listed: { data: [{ ...mine, id: '1', username: 'other' }, mine] },
  absent: { data: [{ ...mine, username: 'other' }] },
  writeAt: `POST /v26.0/${comment}/replies`,
  made: { body: { id: mine.id } },
  remoteId: mine.id,
  words: (body) => new URLSearchParams(body).get('message'),
  limited: { body: graphError(4), status: 403 },
  refused: { body: graphError(368), status: 400, reason: 'platform.invalid:graph_368' },
  credentials: { body: graphError(190), status: 400 },
  tooLong: 2_201,
}
