import type { z } from 'zod'
import { httpOf, type SourceDeps } from '../adapter.ts'
import { troubleOfStatus } from '../ask.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { jsonOf } from '../lossless-json.ts'
import { Trouble } from '../trouble.ts'
import { Instance } from './shape.ts'

/** 300 requests in 5 minutes are allowed an account and an address; some are left for the person who owns them. */
export const allowances = { requests: { kind: 'bucket' as const, capacity: 250, perMs: 300_000 } }

type Query = Record<string, string | readonly string[]>

/** One instance as it is asked: with the token where there is one, within the allowance. */
export class Server {
  readonly origin: string
  readonly deps: SourceDeps
  #known: { about: Instance; atMs: number } | null = null

  constructor(server: string, deps: SourceDeps) {
    this.origin = new URL(server).origin
    this.deps = deps
  }

  get nowMs(): number {
    return (this.deps.nowMs ?? Date.now)()
  }

  get now(): string {
    return new Date(this.nowMs).toISOString()
  }

  get credentials(): Record<string, string> {
    const token = this.deps.secrets?.token
    return token ? { authorization: `Bearer ${token}` } : {}
  }

  /** Any answer of the instance, whatever its status. */
  async get(target: string, signal: AbortSignal): Promise<HttpResponse> {
    await this.deps.budgets?.take('requests')
    const headers = { accept: 'application/json', ...this.credentials }
    return httpOf(this.deps).fetch(this.origin + target, { headers, maxBytes: 10_000_000, signal })
  }

  async ask<T extends z.ZodType>(
    path: string,
    query: Query,
    schema: T,
    signal: AbortSignal,
  ): Promise<{ data: z.infer<T>; response: HttpResponse }> {
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    )
    const search = new URLSearchParams(pairs).toString()
    const response = await this.get(`${path}${search && `?${search}`}`, signal)
    const { status, headers, body } = response
    if (status < 200 || status >= 300) throw troubleOfStatus(status, headers, this.nowMs)
    const parsed = schema.safeParse(jsonOf(body))
    if (parsed.success) return { data: parsed.data, response }
    throw new Trouble('malformed', 'answer.unknown_shape')
  }

  /** What the instance says of itself, asked at most hourly. */
  async about(signal: AbortSignal): Promise<Instance> {
    if (this.#known && this.nowMs - this.#known.atMs < 3_600_000) return this.#known.about
    const about = await this.ask('/api/v2/instance', {}, Instance, signal).then(
      ({ data }) => data,
      saysNothing,
    )
    this.#known = { about, atMs: this.nowMs }
    return about
  }

  /**
   * Since 4.5 an instance can close its feeds and answers them with an empty list: what is closed to us must not look like silence.
   * Throws `Trouble('refused', 'mastodon.feed_closed')`.
   */
  async assertOpen(
    feed: 'live_feeds' | 'hashtag_feeds',
    scopes: readonly ('local' | 'remote')[],
    signal: AbortSignal,
  ): Promise<void> {
    const { configuration } = await this.about(signal)
    const access = configuration?.timelines_access?.[feed]
    const isClosed = (to: string | null | undefined) =>
      to === 'disabled' || (to === 'authenticated' && !this.deps.secrets?.token)
    if (scopes.every((scope) => isClosed(access?.[scope])))
      throw new Trouble('refused', 'mastodon.feed_closed')
  }
}

/** Older servers and Mastodon's relatives do not know the question, and close no feeds. */
function saysNothing(error: unknown): Instance {
  if (error instanceof Trouble && /^http\.(400|404|405|410|501)$/.test(error.code)) return {}
  throw error
}
