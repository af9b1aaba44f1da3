import { z } from 'zod'
import { troubleOfStatus } from '../ask.ts'
import { htmlText } from '../feed/html-text.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { jsonIn, look } from '../write/call.ts'
import { type Desk, type Meaning, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, type Seen } from '../write/seen.ts'
import { toPost } from './post.ts'
import { Account, MastodonId, Refusal, Status, Statuses } from './shape.ts'

export type MastodonCredentials = {
  /** `https://` address of the account's own instance. */
  server: string
  /** `name@host` of that instance: what a signed reply names. */
  account: string
  /** Scopes `read:accounts read:statuses write:statuses`. */
  token: string
}

type Session = { id: string }

/** Mastodon lists so many at once. */
const looked = 40

/**
 * Publishes replies on Mastodon. `Idempotency-Key` is kept for an hour and set when the status is done, so it helps a person's
 * repeat and proves nothing: what is not certain stays unknown until it is found among the account's newest statuses.
 */
export function mastodonPublisher({ server, account, token }: MastodonCredentials): Publisher {
  const origin = new URL(server).origin
  const headers = { authorization: `Bearer ${token}` }
  const get = (path: string) => ({ method: 'GET' as const, url: origin + path, headers })
  let session: Session | null = null

  async function signIn(signal: AbortSignal): Promise<Session> {
    if (session) return session
    const me = await look(get('/api/v1/accounts/verify_credentials'), Account, signal)
    if (`${me.username}@${new URL(server).host}`.toLowerCase() !== account.toLowerCase())
      throw new Trouble('refused', 'login.of_another_account')
    session = { id: me.id }
    return session
  }

  async function target({ in_reply_to: { parent } }: Reply, _: Session, signal: AbortSignal) {
    const json = await look(
      get(`/api/v1/statuses/${encodeURIComponent(parent.id)}`),
      z.unknown(),
      signal,
      gone,
    ).catch((error) => {
      if (error instanceof Trouble && error.kind === 'gone') return null
      throw error
    })
    return targetOf(json, parent)
  }

  async function find(reply: Reply, { id }: Session, signal: AbortSignal) {
    const path = `/api/v1/accounts/${id}/statuses?limit=${looked}&exclude_reblogs=true`
    const list = await look(get(path), Statuses, signal)
    const all = list.flatMap((json) => statusOf(json) ?? [])
    const mine = all.filter(({ answers }) => answers === reply.in_reply_to.parent.id)
    const reaches = all.some(({ atMs }) => atMs !== null && atMs < Date.parse(reply.createdAt))
    return judged(
      mine,
      { ...reply, text: shown(reply.text) },
      { complete: reaches || list.length < looked, exact: true },
    )
  }

  const desk: Desk<Session, null> = {
    platform: 'mastodon',
    account,
    refuses: ({ in_reply_to }) =>
      /^[\w-]{1,100}$/.test(in_reply_to.parent.id) ? null : 'reply.without_target',
    signIn,
    forget: () => {
      session = null
    },
    target,
    find,
    call: ({ orderId, content }) => ({
      method: 'POST',
      url: `${origin}/api/v1/statuses`,
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': orderId },
      body: JSON.stringify({
        status: content.text,
        in_reply_to_id: content.in_reply_to.parent.id,
        // For all to read in the thread, and in no public timeline: an answer, not an announcement.
        visibility: 'unlisted',
        ...(content.langs?.[0] && { language: content.langs[0] }),
      }),
    }),
    means,
  }
  return publisherAt(desk)
}

/** Only the instance's own words that there is no such status count; a proxy's do not. */
function gone(response: HttpResponse, nowMs: number): Trouble | null {
  const { status } = response
  if ((status === 404 || status === 410) && Refusal.safeParse(jsonIn(response)).success)
    return new Trouble('gone', `http.${status}`)
  return status === 200 ? null : troubleOfStatus(status, response.headers, nowMs)
}

function targetOf(json: unknown, { id, cid }: { id: string; cid: string | null }): Target<null> {
  if (json === null) return { is: 'gone' }
  if (Status.safeParse(json).data?.id !== id) throw new Trouble('malformed', 'answer.unknown_shape')
  const post = toPost(json, '')
  // Taken from the public, or an author who asked since not to be found.
  if (typeof post === 'string') return { is: post === 'item.unknown_shape' ? 'changed' : 'gone' }
  return (post.revision || null) === cid ? { is: 'same', at: null } : { is: 'changed' }
}

/** Whom a status names, Mastodon shows without their server. */
const shown = (text: string) =>
  text.replace(/(?<![\w@/.+-])(@\w[\w.-]*)@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu, '$1')

function statusOf(json: unknown): (Seen & { answers: string | null }) | null {
  const { data } = Status.safeParse(json)
  if (!data) return null
  const atMs = Date.parse(data.created_at ?? '')
  return {
    id: data.id,
    url: data.url ?? null,
    text: shown(htmlText(data.content ?? '').text),
    atMs: Number.isNaN(atMs) ? null : atMs,
    answers: data.in_reply_to_id ?? null,
    json,
  }
}

const Sent = z.object({ id: MastodonId, uri: z.string(), url: z.string().nullish() })

/** Mastodon says no with `{error}`; the reason is in words, in the account's language, and is not kept. */
function means(response: HttpResponse): Meaning {
  const { status } = response
  const json = jsonIn(response)
  if (status >= 200 && status < 300) {
    const sent = Sent.safeParse(json)
    return sent.success ? { sent: { id: sent.data.id, url: sent.data.url ?? sent.data.uri } } : null
  }
  if (!Refusal.safeParse(json).success) return null
  if (status === 401) return { refused: 'credentials', code: null }
  if (status === 429) return { refused: 'limited', code: null }
  // The status that is answered went between our look and our write.
  if (status === 404) return { refused: 'invalid', code: 'target_gone' }
  if (status === 403) return { refused: 'invalid', code: 'forbidden' }
  return status === 400 || status === 413 || status === 422 ? { refused: 'invalid', code: null } : null
}
