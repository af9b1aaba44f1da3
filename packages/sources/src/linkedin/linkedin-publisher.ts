import { z } from 'zod'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { jsonIn, look } from '../write/call.ts'
import { type Desk, type Meaning, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, wordsPin } from '../write/seen.ts'
import { troubleFrom } from './api.ts'
import { commentPath } from './notified.ts'
import { commentPost } from './post.ts'
import { Listed, Refusal } from './shape.ts'
import { canonicalUrn, inPath, partsOf } from './urn.ts'

export type LinkedinCredentials = {
  /** `https://api.linkedin.com` */
  server: string
  /** `202609` */
  version: string
  /** `urn:li:organization:…`: what a signed reply names. */
  account: string
  /** Of a member who administers the page, with `w_organization_social` and `r_organization_social`. */
  token: string
}

const looked = 100

/** Publishes comments as an organisation, under its own posts. LinkedIn knows no idempotency: what is not certain is looked for. */
export function linkedinPublisher({ server, version, account, token }: LinkedinCredentials): Publisher {
  const headers = {
    authorization: `Bearer ${token}`,
    'linkedin-version': version,
    'x-restli-protocol-version': '2.0.0',
  }
  const at = (path: string) => `${new URL(server).origin}/rest/${path}`
  const get = (path: string) => ({ method: 'GET' as const, url: at(path), headers })

  async function target({ in_reply_to: { parent } }: Reply, _: null, signal: AbortSignal) {
    const path = commentPath(partsOf(parent.id) as NonNullable<ReturnType<typeof partsOf>>)
    const json = await look(get(path), z.unknown(), signal, says).catch((error) => {
      if (error instanceof Trouble && /404$|NOT_FOUND$/.test(error.code)) return null
      throw error
    })
    return targetOf(json, parent)
  }

  async function find(reply: Reply, _: null, signal: AbortSignal) {
    const path = `socialActions/${inPath(reply.in_reply_to.root.id)}/comments?start=0&count=${looked}`
    const { elements } = await look(get(path), Listed, signal, says)
    const mine = elements.flatMap((json) => {
      const post = commentPost(json, { receivedAt: '' })
      if (typeof post === 'string' || post.authorId !== account) return []
      const { externalId: id, url, text, postedAt } = post
      return [{ id, url, text, atMs: postedAt === null ? null : Date.parse(postedAt), json }]
    })
    return judged(mine, reply, { complete: elements.length < looked, exact: false })
  }

  const desk: Desk<null, null> = {
    platform: 'linkedin',
    account,
    refuses: ({ in_reply_to: { parent, root } }) =>
      partsOf(parent.id) && partsOf(root.id) ? null : 'reply.without_target',
    // The comment names the organisation as its actor, and LinkedIn refuses an actor the member may not act for.
    signIn: async () => null,
    target,
    find,
    call: ({ content: { text, in_reply_to } }) => ({
      method: 'POST',
      url: at(`socialActions/${inPath(in_reply_to.root.id)}/comments`),
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        actor: account,
        object: partsOf(in_reply_to.root.id)?.thread,
        parentComment: in_reply_to.root.id,
        message: { text },
      }),
    }),
    means: (response, nowMs) => means(response, nowMs),
  }
  return publisherAt(desk)
}

const says = (response: HttpResponse, nowMs: number) =>
  response.status >= 200 && response.status < 300 ? null : troubleFrom(response, nowMs)

function targetOf(json: unknown, { id, cid }: { id: string; cid: string | null }): Target<null> {
  if (json === null) return { is: 'gone' }
  const post = commentPost(json, { receivedAt: '' })
  if (typeof post === 'string' || post.externalId !== id)
    throw new Trouble('malformed', 'answer.unknown_shape')
  return wordsPin(post.text) === cid ? { is: 'same', at: null } : { is: 'changed' }
}

const Made = z.object({ $URN: z.string().optional(), commentUrn: z.string().optional() })

/** The new comment's name is in the answer; its bare number, in the header, names nothing without its thread. */
function means(response: HttpResponse, nowMs: number): Meaning {
  const { status } = response
  const json = jsonIn(response)
  if (status >= 200 && status < 300) {
    const { $URN, commentUrn } = Made.safeParse(json).data ?? {}
    const id = canonicalUrn($URN ?? commentUrn ?? '')
    const parts = partsOf(id)
    return parts && { sent: { id, url: addressOf(parts.thread, id) } }
  }
  const said = Refusal.safeParse(json)
  if (!said.success || (said.data.code == null && said.data.message == null)) return null
  const code = /^[A-Z_]{3,60}$/.test(said.data.code ?? '') ? (said.data.code as string) : null
  const { kind, untilMs } = troubleFrom(response, nowMs)
  if (kind === 'limited') return { refused: 'limited', code, untilMs }
  // "Duplicate" may speak of the attempt before: then it is public.
  if (code?.includes('DUPLICATE')) return null
  if (status === 401) return { refused: 'credentials', code }
  return [400, 403, 404, 413, 422, 426].includes(status) ? { refused: 'invalid', code } : null
}

const addressOf = (thread: string, urn: string) =>
  `https://www.linkedin.com/feed/update/${thread}?commentUrn=${encodeURIComponent(urn)}`
