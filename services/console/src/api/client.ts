import type { AnyRoute } from '@hark/contract'
import { isUntouched } from './idle.ts'
import { Refusal, refusalOf } from './problem.ts'

type Given<R extends AnyRoute, K extends 'params' | 'body'> = R[K]['_zod']['input']
type Filters<T> = T extends undefined ? undefined : { [K in keyof T]?: T[K] | undefined }
type Part<K extends string, T> = undefined extends T ? { [P in K]?: T } : { [P in K]: T }

export type CallInput<R extends AnyRoute> = Part<'params', Given<R, 'params'>> &
  Part<'body', Given<R, 'body'>> & { query?: Filters<R['query']['_zod']['output']> }
export type Reply<R extends AnyRoute> = R['ok']['_zod']['output']

let csrf = ''
/** The token every change sends back; it arrives with the session. */
export const keepCsrf = (token: string): void => {
  csrf = token
}

/**
 * Calls one route of the contract. Replies are trusted as typed (the api checks them against the same schema);
 * every refusal is thrown as a `Refusal`.
 */
export async function call<R extends AnyRoute>(
  route: R,
  input: CallInput<R>,
  signal?: AbortSignal,
): Promise<Reply<R>> {
  const { params, query, body } = input as Loose
  const reply = await send(urlOf(route.path, params, query), {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(isUntouched() ? { 'x-hark-background': '1' } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(route.method === 'GET' ? {} : { 'x-hark-csrf': csrf }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    credentials: 'same-origin',
    signal: signal ?? null,
  })
  if (!reply.ok) throw await refusalOf(reply)
  return (reply.status === 204 ? undefined : await reply.json()) as Reply<R>
}

type Loose = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Fills `:id` in a path and writes the filters that are set. */
export function urlOf(
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
) {
  const filled = path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value))
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal(
      0,
      'offline',
      'Hark cannot be reached. What you typed is kept; try again in a moment.',
      {},
      '',
    )
  }
}
