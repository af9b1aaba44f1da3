import { createHash } from 'node:crypto'
import type { Post, Removal } from '@hark/domain'
import type { Batch } from '../source.ts'
import { RecentSet } from './seen.ts'

const remembered = 50_000

/** What the stream has told of lately, for a search that lags behind it: the words it brought, and what was taken back since. */
export class Heard {
  readonly #told = new RecentSet(remembered)
  readonly #gone = new RecentSet(remembered)
  readonly #labelled = new RecentSet(remembered)

  note({ posts, removals }: Pick<Batch, 'posts' | 'removals'>): void {
    for (const post of posts) this.#told.add(wordsOf(post))
    for (const removal of removals) {
      if (removal.kind === 'author_restored') this.#gone.delete(removal.authorId)
      else if (removal.kind === 'post_restored') this.#gone.delete(removal.externalId)
      else this.#gone.add(removal.kind === 'post' ? removal.externalId : removal.authorId)
      if (removal.kind === 'post_restored' && removal.of !== 'account')
        this.#labelled.delete(removal.externalId)
      if (removal.kind === 'post' && removal.reason === 'hidden') this.#labelled.add(removal.externalId)
    }
  }

  /** A moderator may be quicker than the stream: what is stored only now is hidden with it. */
  labelled(posts: readonly Pick<Post, 'externalId'>[], at: string): Removal[] {
    return posts.flatMap(({ externalId }) =>
      this.#labelled.has(externalId) ? { kind: 'post', externalId, reason: 'hidden', at } : [],
    )
  }

  /** Taken back, or brought with these very words: not to be handed over as found. */
  knows(post: Pick<Post, 'externalId' | 'authorId' | 'text'>): boolean {
    return (
      this.#gone.has(post.externalId) || this.#gone.has(post.authorId ?? '') || this.#told.has(wordsOf(post))
    )
  }
}

const wordsOf = ({ externalId, text }: Pick<Post, 'externalId' | 'text'>): string =>
  createHash('sha1').update(`${externalId}\0${text}`).digest('base64')
