import type { z } from 'zod'
import { shaped, troubleOfStatus } from '../ask.ts'
import type { Http, HttpResponse } from '../fetch/safe-fetch.ts'
import { type Allowance, spend } from '../limits/budget.ts'
import type { Budgets } from '../limits/budgets.ts'
import { heldBack, type Pauses } from '../limits/pauses.ts'
import { Trouble } from '../trouble.ts'
import { ListAnswer, Refusal } from './shape.ts'

/** Days of the quota begin at midnight Pacific time. */
const day = { kind: 'window', every: 'day', zone: 'America/Los_Angeles' } as const
/** Since 2026 searches have a bucket of their own; every list costs one of the other units. */
export const quota = (units: number, searches: number): Record<'units' | 'search', Allowance> => ({
  units: { ...day, limit: units },
  search: { ...day, limit: searches },
})

export type Api = {
  list(
    method: 'commentThreads' | 'comments' | 'videos' | 'search',
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<z.infer<typeof ListAnswer>>
}

export function youtubeApi(
  http: Http,
  {
    server,
    key,
    budgets,
    pauses,
    nowMs,
  }: { server: string; key: string; budgets: Budgets | undefined; pauses: Pauses; nowMs: () => number },
): Api {
  return {
    async list(method, query, signal) {
      const bucket = method === 'search' ? 'search' : 'units'
      const held = { pauses, name: `youtube.${bucket}`, code: 'youtube.quota', nowMs }
      const url = `${new URL(server).origin}/youtube/v3/${method}?${new URLSearchParams(query)}`
      // In a header, for addresses are logged on their way.
      const headers = { accept: 'application/json', 'x-goog-api-key': key }
      return heldBack(held, async () => {
        await budgets?.take(bucket)
        const response = await http.fetch(url, { headers, signal, maxBytes: 10_000_000 })
        if (response.status !== 200) throw troubleFrom(response, nowMs())
        return shaped(ListAnswer, response.body.toString('utf8'))
      })
    },
  }
}

const minuteMs = 60_000

/** YouTube says nearly everything with 403 and a reason. */
export function troubleFrom({ status, headers, body }: HttpResponse, nowMs: number): Trouble {
  const reason = reasonIn(body)
  const plain = troubleOfStatus(status, headers, nowMs)
  if (reason === null) return plain
  const code = `youtube.${reason}`
  if (/^(quotaExceeded|dailyLimitExceeded|dailyLimitExceededUnreg)$/.test(reason))
    return new Trouble('limited', code, plain.untilMs ?? midnight(nowMs))
  if (/^(userRateLimitExceeded|rateLimitExceeded|RATE_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED)$/.test(reason))
    return new Trouble('limited', code, plain.untilMs ?? nowMs + minuteMs)
  if (/^(backendError|internalError|processingFailure|SERVICE_UNAVAILABLE|UNAVAILABLE)$/.test(reason))
    return new Trouble('unavailable', code, plain.untilMs)
  if (/^(keyInvalid|API_KEY_INVALID|badRequest)$/.test(reason) && status === 400)
    return new Trouble('refused', code)
  return new Trouble(plain.kind, code, plain.untilMs)
}

export function reasonIn(body: Buffer): string | null {
  try {
    const { errors, details, status } = Refusal.parse(JSON.parse(body.toString('utf8'))).error
    const reason =
      details?.find((one) => one.reason)?.reason ?? errors?.find((one) => one.reason)?.reason ?? status
    return reason && /^[A-Za-z_]{2,60}$/.test(reason) ? reason : null
  } catch {
    return null
  }
}

/** When the day's quota begins anew. */
function midnight(nowMs: number): number | undefined {
  const spent = spend({ ...day, limit: 1 }, { amount: 1, atMs: nowMs }, 1, nowMs)
  return spent.granted ? undefined : (spent.untilMs ?? undefined)
}
