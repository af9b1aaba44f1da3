import { createHash } from 'node:crypto'
import type { Post } from '@hark/domain'

/**
 * Post versions handed over lately. Polling reads the same items again and again, on purpose (overlap); they are offered once.
 * Forgotten with the process: then an overlap is offered once more and counts as duplicate.
 */
export class Recent {
  readonly #most: number
  readonly #seen = new Set<string>()

  constructor(most = 50_000) {
    this.#most = most
  }

  /** Posts not yet handed over; they are remembered as such from here on. */
  fresh(posts: readonly Post[]): Post[] {
    return posts.filter((post) => {
      const key = fingerprint(post)
      if (this.#seen.has(key)) return false
      this.#seen.add(key)
      return true
    })
  }

  /** Keeps the newest; called when what was handed over is durable. */
  trim(): void {
    for (const key of this.#seen) {
      if (this.#seen.size <= this.#most) break
      this.#seen.delete(key)
    }
  }
}

function fingerprint({ externalId, revision, text, media }: Post): string {
  return createHash('sha1')
    .update(JSON.stringify([externalId, revision, text, media]))
    .digest('base64')
}
