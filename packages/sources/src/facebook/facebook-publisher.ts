import { z } from 'zod'
import { isMissing } from '../meta/graph-error.ts'
import { Answers, type GraphCredentials, graphMeans, graphWriter } from '../meta/graph-write.ts'
import { MetaId, orNone, Person } from '../meta/shape.ts'
import { instantOf } from '../meta/time.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { type Desk, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, type Seen, wordsPin } from '../write/seen.ts'
import { FacebookItem } from './shape.ts'

const Me = z.object({ id: MetaId })
const Item = z.object({
  id: MetaId,
  message: orNone(z.string()),
  from: orNone(Person),
  can_comment: orNone(z.boolean()),
})
const looked = '100'

/** Publishes comments as a Facebook page, on the page. Meta knows no idempotency: what is not certain is looked for under its target. */
export function facebookPublisher(credentials: GraphCredentials): Publisher {
  const { account } = credentials
  const graph = graphWriter(credentials)
  let known = false

  async function signIn(signal: AbortSignal): Promise<null> {
    if (known) return null
    const { id } = await graph.get('me', { fields: 'id' }, Me, signal)
    if (id !== account) throw new Trouble('refused', 'login.of_another_account')
    known = true
    return null
  }

  async function target({ in_reply_to: { parent } }: Reply, _: null, signal: AbortSignal) {
    // Only comments know whether they may be answered; a post is asked for less.
    const fields = parent.id.startsWith(`${account}_`) ? 'id,message,from' : 'id,message,from,can_comment'
    const item = await graph.get(parent.id, { fields }, Item, signal).catch((error) => {
      if (isMissing(error)) return null
      throw error
    })
    return targetOf(item, parent)
  }

  async function find(reply: Reply, _: null, signal: AbortSignal) {
    const fields = 'id,message,from,created_time,permalink_url'
    const order = { filter: 'stream', order: 'reverse_chronological', limit: looked }
    const path = `${reply.in_reply_to.root.id}/comments`
    const { data, paging } = await graph.get(path, { fields, ...order }, Answers, signal)
    const all = data.flatMap((json) => seenIn(json) ?? [])
    const reaches = all.some(({ atMs }) => atMs !== null && atMs < Date.parse(reply.createdAt))
    const mine = all.filter(({ by }) => by === account)
    return judged(mine, reply, { complete: reaches || !paging?.next, exact: false })
  }

  const desk: Desk<null, null> = {
    platform: 'facebook',
    account,
    refuses: ({ in_reply_to: { parent, root } }) =>
      [parent.id, root.id].every((id) => /^\d+(_\d+)?$/.test(id)) ? null : 'reply.without_target',
    signIn,
    forget: () => {
      known = false
    },
    target,
    find,
    call: ({ content }) => graph.post(`${content.in_reply_to.root.id}/comments`, { message: content.text }),
    means: graphMeans,
  }
  return publisherAt(desk)
}

function targetOf(item: z.infer<typeof Item> | null, { cid }: { cid: string | null }): Target<null> {
  if (item === null) return { is: 'gone' }
  if (item.can_comment === false) return { is: 'closed' }
  return wordsPin(item.message ?? '') === cid ? { is: 'same', at: null } : { is: 'changed' }
}

function seenIn(json: unknown): (Seen & { by: string | null }) | null {
  const { data } = FacebookItem.safeParse(json)
  if (!data) return null
  const at = instantOf(data.created_time)
  return {
    id: data.id,
    url: data.permalink_url ?? null,
    text: data.message ?? '',
    atMs: at === null ? null : Date.parse(at),
    by: data.from?.id ?? null,
    json,
  }
}
