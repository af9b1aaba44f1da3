import { z } from 'zod'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { form, jsonIn, look } from '../write/call.ts'
import { type Desk, type Meaning, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply } from '../write/seen.ts'
import { readThing } from './post.ts'
import { isClosed } from './reply.ts'
import { Comment, Listing, Thing, Token } from './shape.ts'

export type RedditCredentials = {
  /** `https://oauth.reddit.com` */
  server: string
  /** `https://www.reddit.com` */
  signIn: string
  /** The account's name: what a signed reply names. */
  account: string
  clientId: string
  clientSecret: string
  /** Permanent, of the account, with the scopes `identity history read submit`. */
  refreshToken: string
}

type Session = { headers: Record<string, string>; untilMs: number }

const looked = 100
const Me = z.object({ name: z.string() })

/** Publishes comments on Reddit, which knows no idempotency: what is not certain is looked for among the account's newest comments. */
export function redditPublisher(credentials: RedditCredentials): Publisher {
  const { account } = credentials
  const origin = new URL(credentials.server).origin
  const agent = { 'user-agent': `node:hark:0.1 (by /u/${account})` }
  let session: Session | null = null
  const get = (path: string, { headers }: Session) => ({
    method: 'GET' as const,
    url: origin + path,
    headers,
  })

  async function signIn(signal: AbortSignal): Promise<Session> {
    if (session && Date.now() < session.untilMs) return session
    const { clientId, clientSecret, refreshToken } = credentials
    const asked = form({ grant_type: 'refresh_token', refresh_token: refreshToken })
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    const headers = { ...agent, ...asked.headers, authorization: `Basic ${basic}` }
    const url = `${new URL(credentials.signIn).origin}/api/v1/access_token`
    const token = await look({ method: 'POST', url, headers, body: asked.body }, Token, signal)
    const lastsMs = Math.max(60, (token.expires_in ?? 3_600) - 120) * 1_000
    const opened = {
      headers: { ...agent, authorization: `Bearer ${token.access_token}` },
      untilMs: Date.now() + lastsMs,
    }
    const me = await look(get('/api/v1/me?raw_json=1', opened), Me, signal)
    if (me.name.toLowerCase() !== account.toLowerCase())
      throw new Trouble('refused', 'login.of_another_account')
    session = opened
    return opened
  }

  async function target({ in_reply_to: { parent } }: Reply, at: Session, signal: AbortSignal) {
    const { data } = await look(get(`/api/info/?id=${parent.id}&raw_json=1`, at), Listing, signal)
    return targetOf(data.children[0], parent)
  }

  async function find(reply: Reply, at: Session, signal: AbortSignal) {
    const path = `/user/${account}/comments?sort=new&limit=${looked}&raw_json=1`
    const { data } = await look(get(path, at), Listing, signal)
    const all = data.children.flatMap((json) => commentOf(json) ?? [])
    const reaches = all.some(({ atMs }) => atMs !== null && atMs < Date.parse(reply.createdAt))
    const mine = all.filter(({ answers }) => answers === reply.in_reply_to.parent.id)
    return judged(mine, reply, { complete: reaches || !data.after, exact: true })
  }

  const desk: Desk<Session, null> = {
    platform: 'reddit',
    account,
    refuses: ({ in_reply_to }) =>
      /^t[13]_[a-z0-9]{1,13}$/i.test(in_reply_to.parent.id) ? null : 'reply.without_target',
    signIn,
    forget: () => {
      session = null
    },
    target,
    find,
    call: ({ content }, { headers }) => {
      const thing_id = content.in_reply_to.parent.id
      const asked = form({ api_type: 'json', thing_id, text: content.text, raw_json: '1' })
      const url = `${origin}/api/comment`
      return { method: 'POST', url, headers: { ...headers, ...asked.headers }, body: asked.body }
    },
    means,
  }
  return publisherAt(desk)
}

function targetOf(thing: unknown, { id, cid }: { id: string; cid: string | null }): Target<null> {
  if (thing === undefined) return { is: 'gone' }
  const read = readThing(thing, '')
  if ('gone' in read) return { is: 'gone' }
  if ('reason' in read) return { is: 'changed' }
  if (read.post.externalId !== id) throw new Trouble('malformed', 'answer.unknown_shape')
  if (read.post.authorId === null) return { is: 'gone' }
  if (isClosed(thing)) return { is: 'closed' }
  return (read.post.revision || null) === cid ? { is: 'same', at: null } : { is: 'changed' }
}

function commentOf(json: unknown) {
  const thing = Thing.safeParse(json)
  const comment = Comment.safeParse(thing.data?.data)
  if (!comment.success || thing.data?.kind !== 't1') return null
  const { name, body, parent_id, created_utc, permalink } = comment.data
  if (!name || body == null) return null
  const atMs = created_utc == null ? null : created_utc * 1000
  return { id: name, url: address(permalink), text: body, atMs, answers: parent_id ?? null, json }
}

const address = (path: string | null | undefined) =>
  path?.startsWith('/') ? `https://www.reddit.com${path}` : null

const Answer = z.object({
  json: z.object({
    errors: z.array(z.array(z.unknown())).default([]),
    ratelimit: z.number().nullish(),
    data: z.object({ things: z.array(z.unknown()) }).nullish(),
  }),
})
const Refusal = z.object({ message: z.string(), error: z.int() })

/** Reddit says most with 200 and a list of errors, each with a name in capitals. */
function means(response: HttpResponse, nowMs: number): Meaning {
  const { status } = response
  const json = jsonIn(response)
  const answer = Answer.safeParse(json)
  if (status === 200 && answer.success) return meaningOf(answer.data.json, nowMs)
  if (!Refusal.safeParse(json).success) return null
  if (status === 401) return { refused: 'credentials', code: null }
  if (status === 429) return { refused: 'limited', code: null }
  if (status === 403 || status === 404) return { refused: 'invalid', code: 'forbidden' }
  return status === 400 || status === 413 ? { refused: 'invalid', code: null } : null
}

function meaningOf({ errors, ratelimit, data }: z.infer<typeof Answer>['json'], nowMs: number): Meaning {
  if (errors.length === 0) {
    const made = commentOf(data?.things[0])
    return made ? { sent: { id: made.id, url: made.url } } : null
  }
  const named = errors[0]?.[0]
  const code = typeof named === 'string' && /^[A-Z_0-9]{2,60}$/.test(named) ? named : null
  if (code === 'RATELIMIT' || code === 'QUOTA_FILLED')
    return { refused: 'limited', code, untilMs: nowMs + (ratelimit ?? 600) * 1000 }
  return { refused: 'invalid', code }
}
