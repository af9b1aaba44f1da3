import type { z } from 'zod'
import type { Http, HttpRequest, HttpResponse } from './fetch/safe-fetch.ts'
import { pauseOf } from './limits/pause.ts'
import { Trouble } from './trouble.ts'

/** An answer one can work with: 2xx or 304. Every other status becomes `Trouble` with what the platform says about waiting. */
export async function ask(
  http: Http,
  url: string,
  request: HttpRequest = {},
  nowMs = Date.now,
): Promise<HttpResponse> {
  const response = await http.fetch(url, request)
  const { status } = response
  if ((status >= 200 && status < 300) || status === 304) return response
  throw troubleOfStatus(status, response.headers, nowMs())
}

export function troubleOfStatus(status: number, headers: Headers, nowMs: number): Trouble {
  const code = `http.${status}`
  const untilMs = pauseOf(status, headers, nowMs)?.untilMs
  if (status === 429 || (status === 503 && untilMs !== undefined))
    return new Trouble('limited', code, untilMs)
  // 404 may pass: a typing error, a list made private for a day. Only 410 says "never again".
  if (status === 401 || status === 403 || status === 404) return new Trouble('refused', code, untilMs)
  if (status === 410) return new Trouble('gone', code)
  if (status >= 500 || status === 408 || status === 425) return new Trouble('unavailable', code, untilMs)
  return new Trouble('malformed', code)
}

/** Asks for JSON of a shape. Headers come along for cursors, limits and versions. */
export async function askJson<T extends z.ZodType>(
  http: Http,
  url: string,
  schema: T,
  request: HttpRequest = {},
  nowMs = Date.now,
): Promise<{ data: z.infer<T>; response: HttpResponse }> {
  const headers = { accept: 'application/json', ...request.headers }
  const response = await ask(http, url, { maxBytes: 10_000_000, ...request, headers }, nowMs)
  return { data: shaped(schema, response.body.toString('utf8')), response }
}

/** Text as JSON of a shape, or `Trouble('malformed')` that names the first wrong field and nothing of its content. */
export function shaped<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Trouble('malformed', 'answer.not_json')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new Trouble('malformed', `answer.unknown_shape:${parsed.error.issues[0]?.path.join('.') ?? ''}`)
}
