import { createHmac } from 'node:crypto'
import type { Http } from '../fetch/safe-fetch.ts'
import { type Hook, plainReply, sameSecret } from '../hook/hook.ts'
import type { Feed } from './feed.ts'
import type { FeedCursor } from './feed-cursor.ts'

const leaseSeconds = 10 * 86_400
const renewAfterMs = 5 * 86_400_000
/** A hub that fails is asked again later; polling goes on all the while. */
const retryAfterMs = 6 * 3_600_000

export type Subscribing = { callback: string | undefined; secret: string | undefined }

/** Asks the hub of a feed to push, where there is one and it was not asked lately. What the hub holds, polling finds too. */
export async function subscribed(
  http: Http,
  feed: Pick<Feed, 'hub' | 'self'>,
  address: string,
  { callback, secret }: Subscribing,
  last: FeedCursor['hub'],
  nowMs: number,
): Promise<FeedCursor['hub']> {
  if (feed.hub === null || !callback || !secret) return last
  const topic = feed.self ?? address
  if (last?.url === feed.hub && last.topic === topic && nowMs < last.renewMs) return last
  const body = new URLSearchParams({
    'hub.callback': callbackFor(callback, topic, secret),
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.secret': secret,
    'hub.lease_seconds': String(leaseSeconds),
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const accepted = await http
    .fetch(feed.hub, { method: 'POST', headers, body: body.toString() })
    .then(({ status }) => status >= 200 && status < 300)
    .catch(() => false)
  return { url: feed.hub, topic, renewMs: nowMs + (accepted ? renewAfterMs : retryAfterMs) }
}

/** The address a hub calls, which carries that we asked for this topic: nobody can have us confirm another. */
export function callbackFor(callback: string, topic: string, secret: string): string {
  const url = new URL(callback)
  url.searchParams.set('topic', tokenOf(topic, secret))
  return url.href
}

const tokenOf = (topic: string, secret: string) =>
  createHmac('sha256', secret).update(`websub topic ${topic}`).digest('base64url')

/** WebSub (W3C): the hub verifies a subscription by a challenge, and signs what it pushes. */
export const websubHook: Hook = {
  secrets: { websub: 'Secret shared with the hub (WebSub)' },
  handshake({ method, query }, { websub = '' }) {
    const mode = query.get('hub.mode')
    if (method !== 'GET' || mode === null) return null
    if (mode === 'denied') return plainReply('')
    const [topic, challenge] = [query.get('hub.topic'), query.get('hub.challenge')]
    if (topic === null || challenge === null || websub === '') return plainReply('', 404)
    const asked = sameSecret(query.get('topic') ?? undefined, tokenOf(topic, websub))
    // Whoever asks us to leave was not sent by us: we let leases end.
    return asked && mode === 'subscribe' ? plainReply(challenge) : plainReply('', 404)
  },
  verify({ headers, body }, { websub = '' }) {
    const [, method, given] =
      /^(sha1|sha256|sha384|sha512)=([\da-f]+)$/i.exec(headers['x-hub-signature'] ?? '') ?? []
    if (method === undefined || websub === '') return false
    return sameSecret(
      given?.toLowerCase(),
      createHmac(method.toLowerCase(), websub).update(body).digest('hex'),
    )
  },
}
