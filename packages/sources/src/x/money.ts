import type { Allowance } from '../limits/budget.ts'
import type { Budgets } from '../limits/budgets.ts'
import { troubleOf } from '../trouble.ts'

/** Pay-per-use prices of 2026-08-22, in millionths of a US dollar. */
export const prices = { post: 5_000, own: 1_000, user: 10_000 } as const
/** More is not sold but by contract. */
const postsAMonth = 3_000_000

export function allowancesFor(monthlyBudgetUsd: number): Record<string, Allowance> {
  const month = { kind: 'window', every: 'month', zone: 'UTC' } as const
  return {
    money: { ...month, limit: Math.round(monthlyBudgetUsd * 1e6) },
    posts: { ...month, limit: postsAMonth },
  }
}

/** A post, its author, and the post it refers to. */
const mostAPost = 2 * prices.post + prices.user

/** What an answer held, to be paid for: the same post or user twice on one UTC day costs once. */
export type Read = { posts: string[]; users: string[]; own?: boolean }

/** Pays before it reads, and takes back what was not needed: a budget ends before it is passed. */
export class Meter {
  readonly #budgets: Budgets | undefined
  readonly #nowMs: () => number
  #day = ''
  #paid = new Set<string>()

  constructor(budgets: Budgets | undefined, nowMs: () => number) {
    this.#budgets = budgets
    this.#nowMs = nowMs
  }

  /** The answer of `ask`, of at most `most` posts. Rejects with `budget.spent` before asking. */
  async read<T>(most: number, ask: () => Promise<T>, held: (answer: T) => Read): Promise<T> {
    const reserved = await this.reserve(most)
    let cost = { money: 0, posts: 0 }
    try {
      const answer = await ask()
      cost = this.costOf(held(answer))
      return answer
    } finally {
      await this.#take(cost.money - reserved.money, cost.posts - reserved.posts)
    }
  }

  async reserve(posts: number): Promise<{ money: number; posts: number }> {
    const money = posts * mostAPost
    await this.#budgets?.take('posts', posts)
    try {
      await this.#budgets?.take('money', money)
    } catch (error) {
      await this.#budgets?.take('posts', -posts)
      throw error
    }
    return { money, posts }
  }

  /** What is not yet paid of this today; from here on it counts as paid. */
  costOf({ posts, users, own = false }: Read): { money: number; posts: number } {
    const day = new Date(this.#nowMs()).toISOString().slice(0, 10)
    if (day !== this.#day) [this.#day, this.#paid] = [day, new Set()]
    const fresh = (kind: string, ids: string[]) =>
      ids.filter((id) => !this.#paid.has(kind + id) && this.#paid.add(kind + id)).length
    const [newPosts, newUsers] = [fresh('p', posts), fresh('u', users)]
    return { money: newPosts * (own ? prices.own : prices.post) + newUsers * prices.user, posts: newPosts }
  }

  async giveBack({ money, posts }: { money: number; posts: number }): Promise<void> {
    await this.#take(-money, -posts)
  }

  /** Settling refuses nobody: what was read is read. */
  async #take(money: number, posts: number): Promise<void> {
    try {
      if (posts !== 0) await this.#budgets?.take('posts', posts)
      if (money !== 0) await this.#budgets?.take('money', money)
    } catch (error) {
      if (troubleOf(error).code !== 'budget.spent') throw error
    }
  }
}
