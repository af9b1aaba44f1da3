import { type Exchange, playCassettes, type RequestContract } from '@hark/testkit/cassettes'
import type { PublishContent, Publisher, ReplyTarget } from '../publish.ts'
import { answer } from '../recorded.fixture.ts'

/** Tests only: secrets that must be in no outcome. */
export const secret = 'canary-secret-1f9'
export const signedText = 'Thank you for telling us – please call canary-words on 0800 1'
export const signedAt = '2026-11-22T10:00:00.000Z'

/** Tests only: how one platform is written to, in the shapes it documents or was recorded with. */
export type Stage = {
  platform: PublishContent['platform']
  account: string
  target: ReplyTarget
  publisher(origin: string): Publisher
  contract?: RequestContract
  ignore?: string[]
  /** Everything that is read to sign in; `stranger` signs in as somebody else, where that can be seen. */
  signIn: Exchange[]
  stranger: Exchange[] | null
  /** `GET …` of the target, and what it answers while it is there. */
  targetAt: string
  there: unknown
  gone: { body: unknown; status?: number }
  /** The target after an edit, where one can be seen. */
  edited: unknown
  /** `GET …` of where the reply is looked for, with and without it in the answer. */
  listAt: string
  listed: unknown
  absent: unknown
  /** Reads that are made of what was listed. */
  looked?: Exchange[]
  writeAt: string
  made: { body: unknown; status?: number; headers?: [string, string][] }
  remoteId: string
  /** The words that were written, out of the body of the request. */
  words(body: string): unknown
  limited: { body: unknown; status: number; headers?: [string, string][] }
  refused: { body: unknown; status: number; reason: string }
  credentials: { body: unknown; status: number }
  tooLong: number
}

export const orderOn = ({ platform, account, target }: Stage, over: Partial<PublishContent> = {}) => ({
  orderId: '0199f3a0-0000-7000-8000-000000000001',
  content: {
    platform,
    account,
    in_reply_to: target,
    text: signedText,
    createdAt: signedAt,
    langs: ['en'],
    ...over,
  },
})

type Scene = {
  there?: { body: unknown; status?: number }
  list?: { body: unknown; status?: number }[]
  write?: { body: unknown; status?: number; headers?: [string, string][] } | null
  signIn?: Exchange[]
}

/** A platform on which the target is there and the reply is not, unless the scene says otherwise. */
export async function act(stage: Stage, scene: Scene = {}) {
  const { signIn, targetAt, listAt, writeAt, contract, ignore = [] } = stage
  const there = scene.there ?? { body: stage.there }
  const write = scene.write === undefined ? stage.made : scene.write
  const player = await playCassettes(
    [
      ...(scene.signIn ?? signIn),
      answer(targetAt, there.body, there.status),
      ...(scene.list ?? [{ body: stage.absent }]).map(({ body, status }) => answer(listAt, body, status)),
      ...(stage.looked ?? []),
      ...(write ? [answer(writeAt, write.body, write.status, write.headers)] : []),
    ],
    { ignore, ...(contract && { contract }) },
  )
  const [, path] = writeAt.split(' ')
  const writes = () => player.asked.filter((one) => one.method === 'POST' && one.path === path?.split('?')[0])
  return { player, publisher: stage.publisher(player.origin), writes }
}
