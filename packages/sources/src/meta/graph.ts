import { z } from 'zod'
import { httpOf, type SourceDeps, secretOf } from '../adapter.ts'
import { hmacSha256 } from '../hook/hook.ts'
import { heldBack, longestPauseMs, pausesInMemory } from '../limits/pauses.ts'
import { jsonOf } from '../lossless-json.ts'
import { Trouble } from '../trouble.ts'
import { graphTrouble } from './graph-error.ts'
import { usageOf } from './usage.ts'

/** `v26.0`: what this code was written against (2026-07-29); each lives for two years at least. */
export const currentVersion = 'v26.0'
export const graphServer = 'https://graph.facebook.com'
export const GraphVersion = z.string().regex(/^v\d{1,2}\.\d$/, 'a version is written v26.0')

/** Above this share of what Meta allows, nothing is asked until it has sunk: whoever passes it is cut off altogether. */
const mostPercent = 95
const restMs = 5 * 60_000

const Answer = z.looseObject({
  // Not forgiven: a list of another shape is no empty list.
  data: z.array(z.unknown()).nullish(),
  paging: z
    .object({ next: z.string().nullish(), cursors: z.object({ after: z.string().nullish() }).nullish() })
    .nullish()
    .catch(undefined),
})
export type GraphAnswer = z.infer<typeof Answer>

export type Graph = {
  /** `path` without version: `123/feed`. */
  get(path: string, query: Record<string, string>, signal: AbortSignal): Promise<GraphAnswer>
}

/**
 * Asks the Graph API. A version that has expired does not fail but silently becomes the next: the answer's header is compared, and
 * a difference is told as the state of the source while reading goes on; a first look, where a person is present, ends with it.
 */
export function graphOf(deps: SourceDeps, { server, version }: { server: string; version: string }): Graph {
  const { nowMs = Date.now, onState = () => undefined, once = false } = deps
  const { pauses = pausesInMemory() } = deps
  const held = { pauses, name: 'graph', code: 'graph.usage', nowMs }
  return {
    async get(path, query, signal) {
      const token = secretOf(deps, 'accessToken')
      const { appSecret } = deps.secrets ?? {}
      const proof = appSecret ? { appsecret_proof: hmacSha256(appSecret, token) } : {}
      const url = `${new URL(server).origin}/${version}/${path}?${new URLSearchParams({ ...query, ...proof })}`
      const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
      const response = await heldBack(held, async () => {
        const answer = await httpOf(deps).fetch(url, { headers, signal, maxBytes: 10_000_000 })
        const trouble = graphTrouble(answer, nowMs())
        if (trouble) throw trouble
        return answer
      })
      const { percent, regainMs } = usageOf(response.headers)
      const restUntilMs = nowMs() + Math.min(Math.max(regainMs, restMs), longestPauseMs)
      if (percent >= mostPercent) await pauses.hold(held.name, restUntilMs)
      const answered = response.headers.get('facebook-api-version')
      if (answered !== null && answered !== version) drifted(answered)
      return answerOf(response.body)
    },
  }

  function drifted(answered: string): void {
    const reason = `graph.version_drift:${/^v\d{1,3}\.\d{1,2}$/.test(answered) ? answered : 'unknown'}`
    if (once) throw new Trouble('refused', reason)
    onState({ state: 'disconnected', reason, retryInMs: 0 })
  }
}

function answerOf(body: Buffer): GraphAnswer {
  const parsed = Answer.safeParse(jsonOf(body))
  if (parsed.success) return parsed.data
  throw new Trouble('malformed', `answer.unknown_shape:${parsed.error.issues[0]?.path.join('.') ?? ''}`)
}

/** The query of the next page, of whichever kind Meta pages this list by; the token in its address is left there. */
export function nextOf({ paging }: GraphAnswer): string | null {
  if (!paging?.next) return null
  const query = URL.parse(paging.next)?.searchParams
  const places = ['after', 'until', 'offset', '__paging_token'].flatMap((name) => {
    const value = query?.get(name)
    return value ? [[name, value] as const] : []
  })
  if (places.length > 0) return new URLSearchParams(Object.fromEntries(places)).toString()
  return paging.cursors?.after ? new URLSearchParams({ after: paging.cursors.after }).toString() : null
}

export const placed = (next: string | null): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(next ?? ''))
