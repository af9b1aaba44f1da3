import { z } from 'zod'
import { troubleOfStatus } from '../ask.ts'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { Trouble } from '../trouble.ts'
import { usageOf } from './usage.ts'

const GraphError = z.object({
  error: z.object({
    code: z.coerce.number(),
    error_subcode: z.coerce.number().nullish().catch(undefined),
    is_transient: z.boolean().nullish().catch(undefined),
  }),
})

/** Application, user, page and custom limits, and those by business use case. */
const limits = (code: number) => [4, 17, 32, 613].includes(code) || (code >= 80_000 && code <= 80_014)
/** Token, session and permissions. */
export const isRefusal = (code: number) =>
  [3, 10, 102, 104, 190, 459, 464].includes(code) || (code >= 200 && code < 300)
const transient = (code: number) => [1, 2, 341].includes(code)
const minuteMs = 60_000

/** What a refusal of the Graph API means; its codes say more than its status, which is 400 for nearly everything. Null: no refusal. */
export function graphTrouble({ status, headers, body }: HttpResponse, nowMs: number): Trouble | null {
  const error = errorIn(body)
  if (error === null) return status >= 200 && status < 300 ? null : troubleOfStatus(status, headers, nowMs)
  const { code: number, error_subcode: subcode, is_transient } = error
  const code = `graph.${number}${subcode ? `.${subcode}` : ''}`
  const { untilMs, kind } = troubleOfStatus(status, headers, nowMs)
  if (limits(number)) {
    const { regainMs } = usageOf(headers)
    return new Trouble('limited', code, untilMs ?? nowMs + Math.max(regainMs, 5 * minuteMs))
  }
  if (transient(number) || is_transient) return new Trouble('unavailable', code, untilMs)
  if (isRefusal(number)) return new Trouble('refused', code)
  return new Trouble(status >= 500 ? kind : 'refused', code)
}

/** Error 100.33: there is no such object, or it may not be seen any more. */
export const isMissing = (error: unknown) =>
  error instanceof Trouble && (/^graph\.(100\.33|803|21|24)$/.test(error.code) || error.code === 'http.404')

/** 100 without a subcode says as well that one of many ids is unknown, or a field. */
export const isInvalid = (error: unknown) =>
  isMissing(error) || (error instanceof Trouble && /^graph\.100(\.|$)/.test(error.code))

export function errorIn(body: Buffer): z.infer<typeof GraphError>['error'] | null {
  if (!body.includes('"error"')) return null
  try {
    const parsed = GraphError.safeParse(JSON.parse(body.toString('utf8')))
    return parsed.success ? parsed.data.error : null
  } catch {
    return null
  }
}
