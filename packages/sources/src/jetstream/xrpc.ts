import { z } from 'zod'
import { shaped, troubleOfStatus } from '../ask.ts'
import type { Http } from '../fetch/safe-fetch.ts'

const Refusal = z.object({ error: z.string(), message: z.string().default('') })

/** An answer, or the refusal a server gives in its own words (XRPC: a 4xx with `error`), which says something of what was asked for. */
export type Said<T> = { data: T } | { refused: string; message: string }

/** One XRPC question. Throws `Trouble` for what says nothing of the matter: limits, failures, unknown shapes, somebody else's 404. */
export async function askXrpc<T extends z.ZodType>(
  http: Http,
  { server, method, query }: { server: string; method: string; query: [string, string][] },
  schema: T,
  { signal, totalMs = 30_000, nowMs }: { signal: AbortSignal; totalMs?: number; nowMs: () => number },
): Promise<Said<z.infer<T>>> {
  const { status, headers, body } = await http.fetch(
    `${server}/xrpc/${method}?${new URLSearchParams(query)}`,
    {
      headers: { accept: 'application/json' },
      maxBytes: 10_000_000,
      signal,
      totalMs,
    },
  )
  const text = body.toString('utf8')
  if (status === 200) return { data: shaped(schema, text) }
  const refusal = status === 400 || status === 404 ? Refusal.safeParse(jsonOrNull(text)) : null
  if (refusal?.success) return { refused: refusal.data.error, message: refusal.data.message }
  throw troubleOfStatus(status, headers, nowMs())
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
