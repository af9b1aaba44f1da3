import { z } from 'zod'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { hmacSha256 } from '../hook/hook.ts'
import { type Call, form, jsonIn, look } from '../write/call.ts'
import type { Meaning } from '../write/desk.ts'
import { errorIn, graphTrouble, isRefusal } from './graph-error.ts'
import { MetaId } from './shape.ts'

export type GraphCredentials = {
  /** `https://graph.facebook.com` */
  server: string
  /** `v26.0` */
  version: string
  /** Numeric id of the page or account: what a signed reply names. */
  account: string
  token: string
  appSecret?: string | undefined
}

/** The Graph API as a page or account writes to it; the token goes in a header, for addresses are logged on their way. */
export function graphWriter({ server, version, token, appSecret }: GraphCredentials) {
  const headers = { authorization: `Bearer ${token}` }
  const proof: Record<string, string> = appSecret ? { appsecret_proof: hmacSha256(appSecret, token) } : {}
  const at = (path: string) => `${new URL(server).origin}/${version}/${path}`
  return {
    get: <T extends z.ZodType>(
      path: string,
      query: Record<string, string>,
      schema: T,
      signal: AbortSignal,
    ): Promise<z.infer<T>> =>
      look(
        { method: 'GET', url: `${at(path)}?${new URLSearchParams({ ...query, ...proof })}`, headers },
        schema,
        signal,
        graphTrouble,
      ),
    post(path: string, fields: Record<string, string>): Call {
      const asked = form({ ...fields, ...proof })
      return { method: 'POST', url: at(path), headers: { ...headers, ...asked.headers }, body: asked.body }
    },
  }
}

const Made = z.object({ id: MetaId })

/** Meta's codes say more than its status. 506 is "the same was just said": perhaps by the attempt before, so nobody knows. */
export function graphMeans(response: HttpResponse, nowMs: number): Meaning {
  if (response.status >= 200 && response.status < 300) {
    const made = Made.safeParse(jsonIn(response))
    return made.success ? { sent: { id: made.data.id, url: null } } : null
  }
  const error = errorIn(response.body)
  const trouble = graphTrouble(response, nowMs)
  if (error === null || trouble === null) return null
  const code = trouble.code.replace('.', '_').replace('.', '_')
  if (trouble.kind === 'limited') return { refused: 'limited', code, untilMs: trouble.untilMs }
  if (isRefusal(error.code)) return { refused: 'credentials', code }
  // 100: the object is gone, or a field is wrong; 368: blocked for abuse.
  return error.code === 100 || error.code === 368 ? { refused: 'invalid', code } : null
}

export const Answers = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ next: z.string().nullish() }).nullish().catch(undefined),
})
