import type { Post } from '@hark/domain'
import { Trouble } from '../trouble.ts'

/** What one walk of a list has met, so that a list that leads in a circle is told from a long one. */
export class Circle {
  readonly #asked = new Set<string>()
  readonly #met = new Set<string>()

  /**
   * After a page that names a next one. Throws `Trouble('malformed', 'list.loops')` where that was asked for before, or where the page held
   * something and nothing this walk had not met: a place that changes leads nowhere all the same.
   */
  assertLeadsOn(next: string, keys: readonly string[]): void {
    const known = this.#met.size
    for (const key of keys) this.#met.add(key)
    const isOld = keys.length > 0 && this.#met.size === known
    if (isOld || this.#asked.has(next)) throw new Trouble('malformed', 'list.loops')
    this.#asked.add(next)
  }
}

/** Names versions of posts, for `assertLeadsOn`. */
export const keysOf = (posts: readonly Pick<Post, 'externalId' | 'revision'>[]): string[] =>
  posts.map(({ externalId, revision }) => `${externalId} ${revision}`)
