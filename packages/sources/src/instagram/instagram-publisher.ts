import { z } from 'zod'
import { isMissing } from '../meta/graph-error.ts'
import { Answers, type GraphCredentials, graphMeans, graphWriter } from '../meta/graph-write.ts'
import { MetaId, orNone } from '../meta/shape.ts'
import { instantOf } from '../meta/time.ts'
import type { Publisher } from '../publish.ts'
import { Trouble } from '../trouble.ts'
import { type Desk, publisherAt, type Target } from '../write/desk.ts'
import { judged, type Reply, type Seen } from '../write/seen.ts'
import { InstagramItem } from './shape.ts'

type Session = { username: string | null }

const Me = z.object({ id: MetaId, username: orNone(z.string()) })
const Asked = z.object({
  id: MetaId,
  media: orNone(z.object({ id: MetaId, owner: orNone(z.object({ id: MetaId })) })),
})
const looked = '100'

/** Publishes answers to comments under an Instagram account's own media; looked for among the answers where it is not certain. */
export function instagramPublisher(credentials: GraphCredentials): Publisher {
  const { account } = credentials
  const graph = graphWriter(credentials)
  let session: Session | null = null

  async function signIn(signal: AbortSignal): Promise<Session> {
    if (session) return session
    const me = await graph.get(account, { fields: 'id,username' }, Me, signal)
    if (me.id !== account) throw new Trouble('refused', 'login.of_another_account')
    session = { username: me.username ?? null }
    return session
  }

  async function target({ in_reply_to: { parent } }: Reply, _: Session, signal: AbortSignal) {
    const fields = 'id,media{id,owner}'
    const item = await graph.get(parent.id, { fields }, Asked, signal).catch((error) => {
      if (isMissing(error)) return null
      throw error
    })
    return targetOf(item, account)
  }

  async function find(reply: Reply, { username }: Session, signal: AbortSignal) {
    const query = { fields: 'id,text,timestamp,username,from', limit: looked }
    const path = `${reply.in_reply_to.root.id}/replies`
    const { data, paging } = await graph.get(path, query, Answers, signal)
    const mine = data.flatMap((json) => {
      const item = InstagramItem.safeParse(json).data
      const ours = item?.from?.id === account || (username !== null && item?.username === username)
      return item && ours ? [seenOf(item, json)] : []
    })
    return judged(mine, reply, { complete: !paging?.next, exact: false })
  }

  const desk: Desk<Session, null> = {
    platform: 'instagram',
    account,
    refuses: ({ in_reply_to: { parent, root } }) =>
      [parent.id, root.id].every((id) => /^\d{1,40}$/.test(id)) ? null : 'reply.without_target',
    signIn,
    forget: () => {
      session = null
    },
    target,
    find,
    call: ({ content }) => graph.post(`${content.in_reply_to.root.id}/replies`, { message: content.text }),
    means: graphMeans,
  }
  return publisherAt(desk)
}

/** Meta names the owner of a media to the owner alone. */
function targetOf(item: z.infer<typeof Asked> | null, account: string): Target<null> {
  if (item === null) return { is: 'gone' }
  return item.media?.owner?.id === account ? { is: 'same', at: null } : { is: 'foreign' }
}

function seenOf({ id, text, timestamp }: InstagramItem, json: unknown): Seen {
  const at = instantOf(timestamp)
  return { id, url: null, text: text ?? '', atMs: at === null ? null : Date.parse(at), json }
}
