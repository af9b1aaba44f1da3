import { z } from 'zod'
import { troubleOfStatus } from '../ask.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { jsonIn, look } from '../write/call.ts'
import { type Desk, type Meaning, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, type Seen } from '../write/seen.ts'
import { externalIdOf, readPost } from './post.ts'
import { partsOfAccount } from './reply.ts'
import { DiscoursePost, Refusal } from './shape.ts'

export type DiscourseCredentials = {
  server: string
  /** `name@forum`: what a signed reply names. */
  account: string
  /** Key of that account alone, with the rights to read and to write posts. */
  apiKey: string
}

type At = { topic: number; number: number }

/** `/posts/ID/replies.json` shows so many. */
const shown = 20

/**
 * Publishes replies in a Discourse forum. The forum refuses a body like one of the last minutes (422), which shows nothing of what
 * became of the first; what is not certain is looked for among the answers to the post.
 */
export function discoursePublisher({ server, account, apiKey }: DiscourseCredentials): Publisher {
  const base = server.replace(/\/+$/, '')
  const { name, place } = partsOfAccount(account)
  const headers = { 'api-key': apiKey, 'api-username': name }
  const get = (path: string) => ({ method: 'GET' as const, url: base + path, headers })
  const numberOf = ({ in_reply_to: { parent } }: Reply) => parent.id.split('/p/').at(-1) ?? ''

  async function target(reply: Reply, _: null, signal: AbortSignal): Promise<Target<At>> {
    const json = await look(get(`/posts/${numberOf(reply)}.json`), z.unknown(), signal, gone).catch(
      (error) => {
        if (error instanceof Trouble && error.kind === 'gone') return null
        throw error
      },
    )
    return targetOf(json, reply.in_reply_to.parent, base)
  }

  async function find(reply: Reply, _: null, signal: AbortSignal) {
    const list = await look(get(`/posts/${numberOf(reply)}/replies.json`), z.array(z.unknown()), signal)
    const seen: Seen[] = []
    for (const one of list) {
      const post = DiscoursePost.safeParse(one).data
      if (post?.username?.toLowerCase() !== name.toLowerCase()) continue
      // A list shows what became of the words on the page; the post itself has them as they were sent.
      const whole = await look(get(`/posts/${post.id}.json`), DiscoursePost, signal)
      seen.push(seenOf(whole, base))
    }
    return judged(seen, reply, { complete: list.length < shown, exact: true })
  }

  const desk: Desk<null, At> = {
    platform: 'discourse',
    account,
    refuses: ({ in_reply_to: { parent } }) =>
      parent.id.startsWith(`${place}/p/`) && /\/p\/\d{1,15}$/.test(parent.id)
        ? null
        : 'reply.of_another_forum',
    // The name goes with the key in every request, and the forum refuses a name that is not the key's.
    signIn: async () => null,
    target,
    find,
    call: ({ content }, _, { topic, number }) => ({
      method: 'POST',
      url: `${base}/posts.json`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ raw: content.text, topic_id: topic, reply_to_post_number: number }),
    }),
    means: (response, nowMs) => means(response, base, nowMs),
  }
  return publisherAt(desk)
}

function gone(response: HttpResponse, nowMs: number): Trouble | null {
  const { status } = response
  if (status === 200) return null
  if ((status === 404 || status === 410) && Refusal.safeParse(jsonIn(response)).success)
    return new Trouble('gone', `http.${status}`)
  return troubleOfStatus(status, response.headers, nowMs)
}

function targetOf(
  json: unknown,
  { id, cid }: { id: string; cid: string | null },
  server: string,
): Target<At> {
  if (json === null) return { is: 'gone' }
  const { data } = DiscoursePost.safeParse(json)
  if (data === undefined || externalIdOf(server, data.id) !== id)
    throw new Trouble('malformed', 'answer.unknown_shape')
  const read = readPost(json, { server, receivedAt: '', idOf: () => null })
  if (!('post' in read)) return { is: 'gone' }
  if ((read.post.revision || null) !== cid) return { is: 'changed' }
  const { topic_id: topic, post_number: number } = data
  return topic == null || number == null ? { is: 'closed' } : { is: 'same', at: { topic, number } }
}

function seenOf(post: DiscoursePost, server: string): Seen {
  const atMs = Date.parse(post.created_at ?? '')
  return {
    id: externalIdOf(server, post.id),
    url: `${server}/p/${post.id}`,
    text: post.raw ?? '',
    atMs: Number.isNaN(atMs) ? null : atMs,
    json: post,
  }
}

const Made = z.object({ id: z.int(), topic_id: z.int(), post_number: z.int() })
const Wait = z.object({ extras: z.object({ wait_seconds: z.number().nonnegative() }) })

/** A post that waits for a moderator has no id yet (`action: enqueued`): not public, and not refused either. */
function means(response: HttpResponse, server: string, nowMs: number): Meaning {
  const { status } = response
  const json = jsonIn(response)
  if (status >= 200 && status < 300) {
    const { data } = Made.safeParse(json)
    return data ? { sent: { id: externalIdOf(server, data.id), url: `${server}/p/${data.id}` } } : null
  }
  const refusal = Refusal.safeParse(json)
  if (!refusal.success) return null
  const said = refusal.data.error_type ?? ''
  const code = /^[a-z_]{3,50}$/.test(said) ? said : null
  if (status === 429) {
    const wait = Wait.safeParse(json).data?.extras.wait_seconds
    return { refused: 'limited', code, ...(wait !== undefined && { untilMs: nowMs + wait * 1000 }) }
  }
  if (status === 401) return { refused: 'credentials', code }
  return [400, 403, 404, 413, 422].includes(status) ? { refused: 'invalid', code } : null
}
