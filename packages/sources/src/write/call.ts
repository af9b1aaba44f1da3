import type { z } from 'zod'
import { troubleOfStatus } from '../ask.ts'
import { callOnce } from '../bluesky/fresh-connection.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { losslessJson } from '../lossless-json.ts'
import { attemptOf } from '../outcome.ts'
import { Trouble } from '../trouble.ts'

/** One request of a publisher: to a server its operator named, never to an address out of a post. */
export type Call = { method: 'GET' | 'POST'; url: string; headers?: Record<string, string>; body?: string }

/** What is known of a call. `connected` false: certainly no byte of it was written. */
export type Called = { response: HttpResponse } | { response: null; connected: boolean; error: unknown }

/** Makes one call on a connection of its own: no redirect is followed and nothing is tried twice. Never rejects. */
export async function called(call: Call, signal: AbortSignal): Promise<Called> {
  let connected = false
  const { method, url, headers = {}, body = '' } = call
  const named = { accept: 'application/json', 'user-agent': userAgent, ...headers }
  try {
    const init = { method, headers: named, body: Buffer.from(body), signal }
    const answer = await callOnce(new URL(url), init, () => {
      connected = true
    })
    const { status, headers: said } = answer
    return { response: { status, headers: said, url, body: Buffer.from(answer.body) } }
  } catch (error) {
    return { response: null, connected, error }
  }
}

const userAgent = 'Hark/0.1 (+https://hark.invalid/about)'

/** How a platform says no to a reader. Null: it did not. */
export type Says = (response: HttpResponse, nowMs: number) => Trouble | null

const byStatus: Says = ({ status, headers }, nowMs) =>
  status >= 200 && status < 300 ? null : troubleOfStatus(status, headers, nowMs)

/** Reads JSON of a shape; rejects with `Trouble`, which names neither address nor content. */
export async function look<T extends z.ZodType>(
  call: Call,
  schema: T,
  signal: AbortSignal,
  says: Says = byStatus,
): Promise<z.infer<T>> {
  const got = await called(call, signal)
  if (got.response === null) throw new Trouble('unavailable', `network.${attemptOf(got.error).code}`)
  const trouble = says(got.response, Date.now())
  if (trouble) throw trouble
  const parsed = schema.safeParse(jsonIn(got.response))
  if (parsed.success) return parsed.data
  throw new Trouble('malformed', 'answer.unknown_shape')
}

/** The JSON of a body, ids kept whole; null where it is none. */
export function jsonIn({ body }: HttpResponse): unknown {
  try {
    return losslessJson(body.toString('utf8'))
  } catch {
    return null
  }
}

export const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})
