import { answer } from '../recorded.fixture.ts'
import { type Stage, secret, signedText } from '../write/stage.fixture.ts'
import { youtubePublisher } from './youtube-publisher.ts'

export const channel = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
const first = 'UgyUBI0HsgL9emxcZpR4AaABAg'

/** Tests only: a comment as `comments.list` and `comments.insert` were recorded. */
export const comment = (id: string, over: object = {}) => ({
  kind: 'youtube#comment',
  etag: 'x',
  id,
  snippet: {
    channelId: channel,
    textDisplay: 'dizzy on it',
    textOriginal: 'dizzy on it',
    authorDisplayName: 'writer',
    authorChannelId: { value: 'UCTWlvHQQXUs-4IVfdnGOUbw' },
    publishedAt: '2026-11-22T09:00:00Z',
    updatedAt: '2026-11-22T09:00:00Z',
    ...over,
  },
})
const mine = comment(`${first}.9iPXEClD9lW9iPXLqKy_Pt`, {
  textDisplay: signedText,
  textOriginal: signedText,
  parentId: first,
  authorChannelId: { value: channel },
  publishedAt: '2026-11-22T10:01:00Z',
  updatedAt: '2026-11-22T10:01:00Z',
})
const token = answer('POST /token', { access_token: secret, expires_in: 3_599, token_type: 'Bearer' })
const channels = (id: string) =>
  answer('GET /youtube/v3/channels?part=id&mine=true', { items: [{ kind: 'youtube#channel', id }] })
const list = (...items: unknown[]) => ({ kind: 'youtube#commentListResponse', items })
const no = (code: number, reason: string) => ({
  error: { code, message: 'no', errors: [{ message: 'no', domain: 'youtube.comment', reason }] },
})

export const youtubeStage: Stage = {
  platform: 'youtube',
  account: channel,
  target: { parent: { id: first, cid: null }, root: { id: first, cid: null } },
  publisher: (origin) =>
    youtubePublisher({
      server: origin,
      signIn: origin,
      account: channel,
      clientId: 'client',
      clientSecret: secret,
      refreshToken: secret,
    }),
  signIn: [token, channels(channel)],
  stranger: [token, channels('UCaaaaaaaaaaaaaaaaaaaaaa')],
  targetAt: `GET /youtube/v3/comments?part=snippet&textFormat=plainText&id=${first}`,
  there: list(comment(first)),
  gone: { body: list() },
  edited: list(comment(first, { updatedAt: '2026-11-22T09:30:00Z' })),
  listAt: `GET /youtube/v3/comments?part=snippet&textFormat=plainText&parentId=${first}&maxResults=100`,
  listed: list(mine),
  absent: list(),
  writeAt: 'POST /youtube/v3/comments?part=snippet',
  made: { body: mine },
  remoteId: mine.id,
  words: (body) => JSON.parse(body).snippet.textOriginal,
  limited: { body: no(403, 'quotaExceeded'), status: 403 },
  refused: { body: no(403, 'forbidden'), status: 403, reason: 'platform.invalid:forbidden' },
  credentials: { body: no(401, 'authError'), status: 401 },
  tooLong: 10_001,
}
