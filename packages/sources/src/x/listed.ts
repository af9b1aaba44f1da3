import type { Items } from '../source.ts'
import { toPost } from './post.ts'
import { type Includes, noIncludes } from './shape.ts'

/** Posts of one answer, each with the raw JSON a streamed post would have: itself, and what was included with it. */
export function itemsOf(list: readonly unknown[], includes: Includes | null | undefined, receivedAt: string) {
  const items = { posts: [], rejected: [], removals: [] } as Required<Items>
  for (const data of list) {
    const along = includes ?? noIncludes
    const raw = JSON.stringify({ data, includes: partOf(data, along) })
    const post = toPost(data, along, { raw, receivedAt })
    if (typeof post === 'string') items.rejected.push({ reason: post })
    else items.posts.push(post)
  }
  return items
}

/** Of what came along, what this post names: nobody's name is kept beside a post that has nothing to do with them. */
function partOf(data: unknown, { users, media, tweets, posts }: Includes): Partial<Includes> {
  const named = new Set(JSON.stringify(data).match(/"[^"\\]{1,64}"/g))
  const isNamed = (id: string) => named.has(JSON.stringify(id))
  const parts = {
    users: users.filter(({ id }) => isNamed(id)),
    media: media.filter(({ media_key }) => isNamed(media_key)),
    tweets: tweets.filter(({ id }) => isNamed(id)),
    posts: posts.filter(({ id }) => isNamed(id)),
  }
  return Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0))
}
