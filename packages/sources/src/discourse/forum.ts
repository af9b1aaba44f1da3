import type { z } from 'zod'
import { httpOf, type SourceDeps } from '../adapter.ts'
import { troubleOfStatus } from '../ask.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { jsonOf } from '../lossless-json.ts'
import type { Items } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { type Place, readPost } from './post.ts'
import { DiscoursePost, TopicAnswer } from './shape.ts'

/** A key is allowed 60 requests a minute unless the forum says otherwise. */
export const allowances = { requests: { kind: 'bucket' as const, capacity: 50, perMs: 60_000 } }

const mostTopics = 5_000

/** One forum as it is asked, and the numbers of posts within topics it told us. */
export class Forum {
  readonly server: string
  readonly #deps: SourceDeps
  readonly #topics = new Map<number, Map<number, number>>()

  constructor(server: string, deps: SourceDeps) {
    this.server = server
    this.#deps = deps
  }

  get nowMs(): number {
    return (this.#deps.nowMs ?? Date.now)()
  }

  place(): Place {
    return {
      server: this.server,
      receivedAt: new Date(this.nowMs).toISOString(),
      idOf: (topic, postNumber) => this.#topics.get(topic)?.get(postNumber) ?? null,
    }
  }

  async get(target: string, signal: AbortSignal): Promise<HttpResponse> {
    await this.#deps.budgets?.take('requests')
    const { apiKey, apiUser } = this.#deps.secrets ?? {}
    const headers = {
      accept: 'application/json',
      ...(apiKey && { 'api-key': apiKey, ...(apiUser && { 'api-username': apiUser }) }),
    }
    return httpOf(this.#deps).fetch(this.server + target, { headers, maxBytes: 20_000_000, signal })
  }

  async ask<T extends z.ZodType>(target: string, schema: T, signal: AbortSignal): Promise<z.infer<T>> {
    const { status, headers, body } = await this.get(target, signal)
    if (status < 200 || status >= 300) throw troubleOfStatus(status, headers, this.nowMs)
    const parsed = schema.safeParse(jsonOf(body))
    if (parsed.success) return parsed.data
    throw new Trouble('malformed', 'answer.unknown_shape')
  }

  /** Posts as items, each with its parent and root: topics not met before are asked for their first posts, once. */
  async itemsOf(list: readonly unknown[], signal: AbortSignal): Promise<Required<Items>> {
    this.#note(list)
    for (const topic of this.#unknownIn(list)) {
      const asked = this.ask(`/t/${topic}.json`, TopicAnswer, signal).catch(orGone)
      this.#note((await asked)?.post_stream.posts ?? [])
      if (!this.#topics.has(topic)) this.#topics.set(topic, new Map())
    }
    return this.sorted(list)
  }

  /** The same without asking. */
  sorted(list: readonly unknown[]): Required<Items> {
    const items: Required<Items> = { posts: [], rejected: [], removals: [] }
    const place = this.place()
    for (const json of list) {
      const read = readPost(json, place)
      if ('post' in read) items.posts.push(read.post)
      else if ('gone' in read) items.removals.push(read.gone)
      else items.rejected.push(read)
    }
    return items
  }

  #note(list: readonly unknown[]): void {
    for (const { id, topic_id, post_number } of list.flatMap(readable)) {
      if (topic_id == null || post_number == null) continue
      const numbers = this.#topics.get(topic_id) ?? new Map<number, number>()
      numbers.set(post_number, id)
      this.#topics.delete(topic_id)
      this.#topics.set(topic_id, numbers)
    }
    for (const topic of this.#topics.keys()) {
      if (this.#topics.size <= mostTopics) break
      this.#topics.delete(topic)
    }
  }

  #unknownIn(list: readonly unknown[]): Set<number> {
    const replies = list.flatMap(readable).filter(({ post_number }) => post_number != null && post_number > 1)
    const ids = replies.flatMap(({ topic_id }) => topic_id ?? [])
    return new Set(ids.filter((topic) => !this.#topics.get(topic)?.has(1)))
  }
}

const readable = (json: unknown): DiscoursePost[] => {
  const parsed = DiscoursePost.safeParse(json)
  return parsed.success ? [parsed.data] : []
}

/** A topic that may not be read any more has no first post to refer to. */
function orGone(error: unknown): null {
  if (error instanceof Trouble && /^http\.(403|404|410)$/.test(error.code)) return null
  throw error
}
