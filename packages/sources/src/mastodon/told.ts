import { createHash } from 'node:crypto'
import type { Post } from '@hark/domain'
import type { Page } from '../poll/lane.ts'

/** Its words too: what changed without saying so is another version. */
const keyOf = ({ externalId, revision, text, media }: Post) =>
  createHash('sha1')
    .update(JSON.stringify([externalId, revision, text, media]))
    .digest('base64')

/**
 * What one reader of a source has handed over, for the others not to hand it over again: a stream and the polling beside it see the same
 * posts. A post counts as told when the next page is asked for, that is when it is stored; so none is left to a reader that then fails.
 */
export class Told {
  readonly #most: number
  readonly #keys = new Set<string>()

  constructor(most = 20_000) {
    this.#most = most
  }

  async *new(pages: AsyncGenerator<Page, void>): AsyncGenerator<Page, void> {
    for await (const page of pages) {
      const posts = page.posts.filter((post) => !this.#keys.has(keyOf(post)))
      yield { ...page, posts }
      for (const post of posts) this.#keys.add(keyOf(post))
      for (const key of this.#keys) {
        if (this.#keys.size <= this.#most) break
        this.#keys.delete(key)
      }
    }
  }
}
