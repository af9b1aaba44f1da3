import { z } from 'zod'
import { jsonOf } from '../lossless-json.ts'
import type { Delivery, Items } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Forum } from './forum.ts'
import { authorIdOf, externalIdOf } from './post.ts'
import { DiscoursePost } from './shape.ts'

const PostEvent = z.object({ post: z.record(z.string(), z.unknown()) })
const UserEvent = z.object({ user: z.object({ id: DiscoursePost.shape.id }) })

/** Posts as they are written, edited, deleted and restored, and accounts that are deleted. Other events are no posts. */
export function parseEvent(forum: Forum, { headers, body, receivedAt: at }: Delivery): Items {
  const event = headers['x-discourse-event'] ?? ''
  const json = jsonOf(body)
  if (/^post_(created|edited|recovered|destroyed)$/.test(event)) {
    const parsed = PostEvent.safeParse(json)
    const id = DiscoursePost.shape.id.safeParse(parsed.data?.post.id)
    if (!parsed.success || !id.success) throw new Trouble('malformed', 'event.unknown_shape')
    if (event !== 'post_destroyed') return forum.sorted([parsed.data.post])
    return {
      posts: [],
      removals: [{ kind: 'post', externalId: externalIdOf(forum.server, id.data), reason: 'deleted', at }],
    }
  }
  if (event !== 'user_destroyed') return { posts: [] }
  const user = UserEvent.safeParse(json)
  if (!user.success) throw new Trouble('malformed', 'event.unknown_shape')
  const authorId = authorIdOf(forum.server, user.data.user.id)
  return { posts: [], removals: [{ kind: 'author', authorId, reason: 'deleted', at }] }
}
