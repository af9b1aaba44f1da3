import { z } from 'zod'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import type { Budgets } from '../limits/budgets.ts'
import type { Publisher, Reconciliation } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { jsonIn, look } from '../write/call.ts'
import { type Desk, type Meaning, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, type Seen } from '../write/seen.ts'
import { reasonIn, troubleFrom } from './api.ts'
import { commentPost } from './post.ts'
import { Comment, ListAnswer } from './shape.ts'
import { type Session, says, type YoutubeCredentials, youtubeSignIn } from './sign-in.ts'

/** What `comments.insert` costs of a day's 10,000 units; a read costs one. */
const insertUnits = 50
const maxPages = 5
const idShape = /^Ug[\w-]{10,60}(?:\.[\w-]{10,60})?$/

/**
 * Publishes answers under comments on YouTube, which knows no idempotency: what is not certain is looked for among the answers of
 * the thread. `budgets` is the quota the reading shares: what it does not grant is not asked for.
 */
export function youtubePublisher(credentials: YoutubeCredentials, budgets?: Budgets): Publisher {
  const { account } = credentials
  const pay = async (units: number) => budgets?.take('units', units)
  const { signIn, forget } = youtubeSignIn(credentials, pay)

  async function list(session: Session, path: string, signal: AbortSignal) {
    await pay(1)
    return look(session.get(`comments?part=snippet&textFormat=plainText&${path}`), ListAnswer, signal, says)
  }

  async function target({ in_reply_to: { parent } }: Reply, session: Session, signal: AbortSignal) {
    const { items } = await list(session, `id=${parent.id}`, signal).catch((error) => {
      if (error instanceof Trouble && /NotFound$/.test(error.code)) return { items: [] }
      throw error
    })
    return targetOf((items ?? [])[0], parent, account)
  }

  async function find(reply: Reply, session: Session, signal: AbortSignal): Promise<Reconciliation> {
    const seen: Seen[] = []
    let next: string | null | undefined
    for (let page = 0; page < maxPages; page += 1) {
      const after = next ? `&pageToken=${encodeURIComponent(next)}` : ''
      const path = `parentId=${reply.in_reply_to.root.id}&maxResults=100${after}`
      const answer = await list(session, path, signal)
      seen.push(...(answer.items ?? []).flatMap((json) => mineIn(json, account) ?? []))
      next = answer.nextPageToken
      if (!next) break
    }
    return judged(seen, reply, { complete: !next, exact: false })
  }

  const desk: Desk<Session, null> = {
    platform: 'youtube',
    account,
    refuses: ({ in_reply_to: { parent, root } }) =>
      idShape.test(parent.id) && parent.id.split('.')[0] === root.id ? null : 'reply.without_target',
    signIn,
    forget,
    target,
    find,
    async call({ content }, { headers, get }) {
      await pay(insertUnits)
      return {
        method: 'POST',
        url: get('comments?part=snippet').url,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          snippet: { parentId: content.in_reply_to.root.id, textOriginal: content.text },
        }),
      }
    },
    means,
  }
  return publisherAt(desk)
}

function targetOf(
  json: unknown,
  { id, cid }: { id: string; cid: string | null },
  account: string,
): Target<null> {
  if (json === undefined) return { is: 'gone' }
  const post = commentPost(json, { raw: json, receivedAt: '' })
  if (typeof post === 'string') return { is: 'gone' }
  if (post.externalId !== id) throw new Trouble('malformed', 'answer.unknown_shape')
  const owner = Comment.safeParse(json).data?.snippet.channelId
  if (owner && owner !== account) return { is: 'foreign' }
  return (post.revision || null) === cid ? { is: 'same', at: null } : { is: 'changed' }
}

function mineIn(json: unknown, account: string): Seen | null {
  const post = commentPost(json, { raw: json, receivedAt: '' })
  if (typeof post === 'string' || post.authorId !== account) return null
  const { externalId: id, text, postedAt } = post
  return { id, url: null, text, atMs: postedAt === null ? null : Date.parse(postedAt), json }
}

const Made = z.object({ id: z.string().regex(idShape) })
/** Refused before anything was written; what else Google names (`processingFailure`, `backendError`) may have been. */
const definite =
  /^(comment(ParentNotFound|TextRequired|TextTooLong)|parent(Comment(NotFound|IsPrivate)|IdMissing|CommentIdMissing)|commentsDisabled|forbidden|ineligibleAccount|insufficientPermissions|insufficientScopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT|operationNotSupported|invalidCommentMetadata|invalidCustomMetadata|invalid|required|channelNotFound|videoNotFound|accessNotConfigured)$/

function means(response: HttpResponse, nowMs: number): Meaning {
  if (response.status >= 200 && response.status < 300) {
    const made = Made.safeParse(jsonIn(response))
    return made.success ? { sent: { id: made.data.id, url: null } } : null
  }
  const code = reasonIn(response.body)
  if (code === null) return null
  const { kind, untilMs } = troubleFrom(response, nowMs)
  if (kind === 'limited') return { refused: 'limited', code, untilMs }
  if (response.status === 401) return { refused: 'credentials', code }
  return definite.test(code) ? { refused: 'invalid', code } : null
}
