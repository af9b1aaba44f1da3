import type { z } from 'zod'
import { httpOf, type SourceDeps, secretOf } from '../adapter.ts'
import { shaped, troubleOfStatus } from '../ask.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { Trouble } from '../trouble.ts'
import type { RedditConfig } from './config.ts'
import { Token } from './shape.ts'

/** 100 queries a minute are allowed a client, over ten minutes; some are left for signing in and replies. */
export const allowances = { requests: { kind: 'bucket' as const, capacity: 90, perMs: 60_000 } }

/** Reddit as an approved client asks it, signed in by its own credentials: no account reads, and none's private things are seen. */
export class Reddit {
  readonly #config: RedditConfig
  readonly #deps: SourceDeps
  #token: { value: string; untilMs: number } | null = null

  constructor(config: RedditConfig, deps: SourceDeps) {
    this.#config = config
    this.#deps = deps
  }

  get nowMs(): number {
    return (this.#deps.nowMs ?? Date.now)()
  }

  get now(): string {
    return new Date(this.nowMs).toISOString()
  }

  /** A token that is taken back before its time is renewed once; then a person must look. */
  async ask<T extends z.ZodType>(
    path: string,
    query: Record<string, string>,
    schema: T,
    signal: AbortSignal,
  ): Promise<z.infer<T>> {
    const known = this.#token !== null
    let response = await this.#get(path, query, signal)
    if (response.status === 401 && known) response = await this.#get(path, query, signal)
    const { status, headers, body } = response
    if (status < 200 || status >= 300) throw troubleOfStatus(status, headers, this.nowMs)
    return shaped(schema, body.toString('utf8'))
  }

  async #get(path: string, query: Record<string, string>, signal: AbortSignal): Promise<HttpResponse> {
    const authorization = `Bearer ${await this.#signedIn(signal)}`
    await this.#deps.budgets?.take('requests')
    const search = new URLSearchParams({ ...query, raw_json: '1' })
    const url = `${new URL(this.#config.server).origin}${path}?${search}`
    const headers = { ...this.#named(), accept: 'application/json', authorization }
    const response = await httpOf(this.#deps).fetch(url, { headers, maxBytes: 20_000_000, signal })
    if (response.status === 401) this.#token = null
    return response
  }

  async #signedIn(signal: AbortSignal): Promise<string> {
    if (this.#token && this.nowMs < this.#token.untilMs) return this.#token.value
    const [id, secret] = [secretOf(this.#deps, 'clientId'), secretOf(this.#deps, 'clientSecret')]
    const { status, headers, body } = await httpOf(this.#deps).fetch(
      `${new URL(this.#config.signIn).origin}/api/v1/access_token`,
      {
        method: 'POST',
        headers: {
          ...this.#named(),
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        },
        body: 'grant_type=client_credentials',
        signal,
      },
    )
    // A wrong client is 401; some mistakes are told with 200 and no token.
    if (status < 200 || status >= 300) throw troubleOfStatus(status, headers, this.nowMs)
    const token = Token.safeParse(jsonOrNull(body.toString('utf8')))
    if (!token.success) throw new Trouble('refused', 'reddit.no_token')
    const { access_token: value, expires_in } = token.data
    this.#token = { value, untilMs: this.nowMs + Math.max(60, (expires_in ?? 3_600) - 120) * 1_000 }
    return value
  }

  #named(): Record<string, string> {
    const { account } = this.#config
    return account ? { 'user-agent': `node:hark:0.1 (by /u/${account})` } : {}
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
