import { compileMatcher } from '@hark/detection'
import type { Post, Programme } from '@hark/domain'
import type { Wants } from '@hark/sources'

const MOST_THREADS = 500_000

type Thread = { parentId: string | null; rootId: string | null }

/** What a programme wants from a source: posts that name a product, and answers to posts it already holds ("me too!"). */
export class Interest {
  readonly wants: Wants
  private readonly threads: Set<string>

  constructor(programme: Programme, threads: Iterable<string>) {
    const match = compileMatcher(programme.products)
    this.threads = new Set(threads)
    this.wants = (text, thread) => (thread !== undefined && this.answers(thread)) || match(text).length > 0
  }

  /** Posts now stored: answers to them are of interest from here on. Oldest forgotten first. */
  remember(posts: readonly Post[]): void {
    for (const post of posts) this.threads.add(post.externalId)
    for (const id of this.threads) {
      if (this.threads.size <= MOST_THREADS) break
      this.threads.delete(id)
    }
  }

  private answers({ parentId, rootId }: Thread): boolean {
    return (parentId !== null && this.threads.has(parentId)) || (rootId !== null && this.threads.has(rootId))
  }
}
