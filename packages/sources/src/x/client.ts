import type { ITwitterApiClientPlugin, TwitterApiv2 } from 'twitter-api-v2'
import { troubleOfStatus } from '../ask.ts'
import type { Http, HttpRequest, HttpResponse } from '../fetch/safe-fetch.ts'
import { jsonOf, losslessJson } from '../lossless-json.ts'
import { Trouble } from '../trouble.ts'
import { Problem } from './shape.ts'

/** A request as the library makes it ready, credentials included. */
type Ready = { url: URL; method: string; headers: Record<string, string>; body?: string | Buffer }
type Maker = { getHttpRequestArgs(params: unknown): Ready }

/**
 * The v2 client of twitter-api-v2, its requests carried by our own fetch: one guard, one clock and one politeness for all that goes
 * outside. The library would open connections of its own.
 */
export async function xClient(
  http: Http,
  server: string,
  token: string,
  nowMs = Date.now,
  signal?: AbortSignal,
): Promise<TwitterApiv2> {
  const { TwitterApi } = await import('twitter-api-v2')
  const carrier: ITwitterApiClientPlugin = {
    onBeforeRequestConfig: async ({ client, params }) => {
      const { url, method, headers, body } = (client as unknown as Maker).getHttpRequestArgs(params)
      const response = await http.fetch(url.href, {
        method: method as NonNullable<HttpRequest['method']>,
        headers,
        maxBytes: 20_000_000,
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      })
      if (response.status >= 300) throw troubleFrom(response, nowMs())
      const isJson = response.body.length > 0 && response.headers.get('content-type')?.includes('json')
      const data = isJson ? jsonOf(response.body) : response.body.toString('utf8')
      return { data, headers: Object.fromEntries(response.headers) }
    },
  }
  const { v2 } = new TwitterApi(token, { plugins: [carrier] })
  // The library's own types keep this from users; it is the way its tests point it elsewhere.
  ;(v2 as unknown as { setPrefix(prefix: string): void }).setPrefix(`${new URL(server).origin}/2/`)
  return v2
}

/** A refusal with X's own name for it: `x.usage-capped`, `x.client-forbidden`. */
export function troubleFrom(
  { status, headers, body }: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
  nowMs: number,
): Trouble {
  const { kind, code, untilMs } = troubleOfStatus(status, headers, nowMs)
  return new Trouble(kind, problemName(body) ?? code, untilMs)
}

function problemName(body: Buffer): string | null {
  try {
    const json = losslessJson(body.toString('utf8')) as { errors?: unknown[] }
    const { type } = Problem.parse(json.errors?.[0] && !('type' in json) ? json.errors[0] : json)
    const name = type?.split('/').at(-1) ?? ''
    return /^[a-z][a-z-]{2,50}$/.test(name) ? `x.${name}` : null
  } catch {
    return null
  }
}
