import type { Permission } from '@hark/domain'
import { z } from 'zod'

/** A refusal as every route gives it. `code` is closed (domain errors.ts); `message` says what to do next. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One definition of a route for the api, the console's client, the OpenAPI page and the role-matrix test. */
export type Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  method: Method
  path: string
  summary: string
  /** The permission needed; `session` for anyone signed in; `open` for nobody yet. */
  needs: Permission | 'session' | 'open'
  params: P
  query: Q
  body: B
  ok: R
}
export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

const nothing = z.undefined()
type Nothing = typeof nothing

/** Declares a route; what is left out is `undefined`. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  spec: Pick<Route<P, Q, B, R>, 'method' | 'path' | 'summary' | 'needs' | 'ok'> & {
    params?: P
    query?: Q
    body?: B
  },
): Route<P, Q, B, R> {
  const { params = nothing, query = nothing, body = nothing, ...rest } = spec
  return { ...rest, params: params as P, query: query as Q, body: body as B }
}

/** Compared as text with what Postgres writes, which is lower case. */
export const Id = z.uuid().toLowerCase()
export const Instant = z.iso.datetime({ offset: false })
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const ById = z.object({ id: Id })
/** What every change answers: what happened, when, and which ledger entry says so. */
export const Receipt = z.object({ entryId: Id, at: Instant, what: z.string() })
export type Receipt = z.infer<typeof Receipt>
export const Reason = z.string().trim().min(3).max(2000)
/** What a person shows to sign: the password always, the code at the first signing of a session or after a pause. */
export const Reauthentication = z.object({
  password: z.string().min(1).max(500),
  totp: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
})
