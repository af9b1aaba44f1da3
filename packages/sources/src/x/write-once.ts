import type { TwitterApiv2 } from 'twitter-api-v2'
import { callOnce } from '../bluesky/fresh-connection.ts'
import { pauseOf } from '../limits/pause.ts'
import { type Attempt, attemptOf } from '../outcome.ts'
import { Problem } from './shape.ts'

export type XCredentials = {
  /** `https://api.x.com`. */
  server: string
  /** The account's numeric id: what a signed reply names. */
  account: string
  consumerKey: string
  consumerSecret: string
  accessToken: string
  accessSecret: string
}

type Ready = { url: URL; method: string; headers: Record<string, string>; body?: string | Buffer }
type Answered = { connected: boolean; status: number | null; headers: Headers; body: unknown; error: unknown }

/**
 * A client of twitter-api-v2 that signs as the account and makes one call on a connection of its own: what happened to it is
 * known, and nothing is tried twice.
 */
export async function singleCallClient(
  credentials: XCredentials,
  signal: AbortSignal,
): Promise<{ v2: TwitterApiv2; answered: Answered }> {
  const { TwitterApi } = await import('twitter-api-v2')
  const { server, consumerKey: appKey, consumerSecret: appSecret, accessToken, accessSecret } = credentials
  const answered: Answered = {
    connected: false,
    status: null,
    headers: new Headers(),
    body: null,
    error: null,
  }
  let called = false
  const { v2 } = new TwitterApi(
    { appKey, appSecret, accessToken, accessSecret },
    {
      plugins: [
        {
          onBeforeRequestConfig: async ({ client, params }) => {
            if (called) throw new Error('one call only')
            called = true
            const maker = client as unknown as { getHttpRequestArgs(params: unknown): Ready }
            await call(maker.getHttpRequestArgs(params), signal, answered)
            return { data: answered.body, headers: {} }
          },
        },
      ],
    },
  )
  ;(v2 as unknown as { setPrefix(prefix: string): void }).setPrefix(`${new URL(server).origin}/2/`)
  return { v2, answered }
}

async function call({ url, method, headers, body }: Ready, signal: AbortSignal, answered: Answered) {
  try {
    const answer = await callOnce(url, { method, headers, body: Buffer.from(body ?? ''), signal }, () => {
      answered.connected = true
    })
    answered.status = answer.status
    answered.body = parsed(answer.body)
    for (const name of ['retry-after', 'x-rate-limit-remaining', 'x-rate-limit-reset']) {
      const value = answer.header(name)
      if (value !== null) answered.headers.set(name, value)
    }
  } catch (error) {
    answered.error = error
    throw error
  }
}

/** What a write that ended this way amounts to. */
export function attemptFrom({ connected, status, headers, body, error }: Answered, nowMs: number): Attempt {
  if (status === null) return { ...attemptOf(error), beforeBytes: !connected }
  const id = (body as { data?: { id?: unknown } } | null)?.data?.id
  const remoteId = typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : null
  const problem = Problem.safeParse(body)
  const name = problem.success ? (problem.data.type?.split('/').at(-1) ?? null) : null
  const code = name !== null && /^[a-z][a-z-]{2,50}$/.test(name) ? name : null
  const pause = pauseOf(status, headers, nowMs)
  return {
    kind: 'response',
    status,
    remoteId,
    url: remoteId && `https://x.com/i/status/${remoteId}`,
    knownShape: problem.success && (problem.data.title != null || problem.data.type != null),
    code,
    retryAfterMs: pause ? pause.untilMs - nowMs : null,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
