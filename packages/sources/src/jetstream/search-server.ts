import { z } from 'zod'
import { httpOf, type SourceDeps } from '../adapter.ts'
import { askJson } from '../ask.ts'
import { expiryMs, serverOf } from '../bluesky/session.ts'
import type { Allowance } from '../limits/budget.ts'
import { Trouble } from '../trouble.ts'

/**
 * A tenth of what an address may ask in five minutes (3,000), so that reading back leaves room for all else; of 300 sign-ins a day, few.
 */
export const searchAllowances: Record<string, Allowance> = {
  search: { kind: 'bucket', capacity: 300, perMs: 300_000 },
  signIn: { kind: 'bucket', capacity: 24, perMs: 86_400_000 },
}

export type Query = {
  q: string
  since: string
  until: string
  cursor: string | null
}
const Answer = z.object({ posts: z.array(z.unknown()), cursor: z.string().optional() })
export type Found = z.infer<typeof Answer>
const SignedIn = z.object({ accessJwt: z.string().min(1), didDoc: z.unknown().optional() })

type Session = { server: string; token: string; untilMs: number }
export type SearchAt = {
  /** The AppView that is searched without an account. */
  host: string
  /** Where the account of the credentials signs in. */
  service: string
}

/** The most a page may hold, and no more than is asked for at once. */
export const pageSize = 100

/** `app.bsky.feed.searchPosts`: without an account at an AppView, or with an app password by way of the account's own server. */
export class SearchServer {
  readonly #at: SearchAt
  readonly #deps: SourceDeps
  #session: Session | null = null

  constructor(at: SearchAt, deps: SourceDeps) {
    this.#at = at
    this.#deps = deps
  }

  get nowMs(): number {
    return (this.#deps.nowMs ?? Date.now)()
  }

  /** Throws `Trouble` where there is no answer; a token that ran out early is renewed, once. */
  async ask(query: Query, signal: AbortSignal): Promise<Found> {
    const session = await this.#signIn(signal)
    try {
      return await this.#search(query, session, signal)
    } catch (error) {
      const refused = error instanceof Trouble && /^http\.40[01]$/.test(error.code)
      if (session === null || !refused) throw error
      this.#session = null
    }
    return this.#search(query, await this.#signIn(signal), signal)
  }

  async #search({ cursor, ...query }: Query, session: Session | null, signal: AbortSignal): Promise<Found> {
    await this.#deps.budgets?.take('search')
    const asked = { ...query, sort: 'latest', limit: String(pageSize), ...(cursor !== null && { cursor }) }
    const url = `${session?.server ?? this.#at.host}/xrpc/app.bsky.feed.searchPosts?${new URLSearchParams(asked)}`
    const headers = session === null ? {} : { authorization: `Bearer ${session.token}` }
    const { data } = await askJson(httpOf(this.#deps), url, Answer, { headers, signal }, () => this.nowMs)
    return data
  }

  async #signIn(signal: AbortSignal): Promise<Session | null> {
    const { searchIdentifier: identifier, searchAppPassword: password } = this.#deps.secrets ?? {}
    if (!identifier || !password) return null
    // A minute early, so that none runs out on the way.
    if (this.#session !== null && this.nowMs < this.#session.untilMs - 60_000) return this.#session
    await this.#deps.budgets?.take('signIn')
    const { service } = this.#at
    const { data } = await askJson(
      httpOf(this.#deps),
      `${service}/xrpc/com.atproto.server.createSession`,
      SignedIn,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ identifier, password }),
        signal,
      },
      () => this.nowMs,
    )
    const { accessJwt: token, didDoc } = data
    this.#session = { server: serverOf(didDoc, service), token, untilMs: expiryMs(token) }
    return this.#session
  }
}
