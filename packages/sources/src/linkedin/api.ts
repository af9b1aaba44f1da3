import type { z } from 'zod'
import { httpOf, type SourceDeps, secretOf } from '../adapter.ts'
import { troubleOfStatus } from '../ask.ts'
import type { HttpRequest, HttpResponse } from '../fetch/safe-fetch.ts'
import { jsonOf } from '../lossless-json.ts'
import { Trouble } from '../trouble.ts'
import { Refusal } from './shape.ts'

export type Api = {
  /** `path` after `/rest/`, its query as Rest.li writes it: `List(…)` and `(start:…)` unescaped. */
  get<T extends z.ZodType>(path: string, shape: T, signal: AbortSignal): Promise<z.infer<T>>
  put(path: string, body: unknown, signal: AbortSignal): Promise<void>
}

export function linkedinApi(deps: SourceDeps, { server, version }: { server: string; version: string }): Api {
  const { nowMs = Date.now, budgets } = deps
  async function ask(path: string, signal: AbortSignal, more: HttpRequest = {}): Promise<HttpResponse> {
    await budgets?.take('calls')
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${secretOf(deps, 'accessToken')}`,
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
      ...more.headers,
    }
    const url = `${new URL(server).origin}/rest/${path}`
    const response = await httpOf(deps).fetch(url, { maxBytes: 10_000_000, ...more, headers, signal })
    if (response.status >= 200 && response.status < 300) return response
    throw troubleFrom(response, nowMs())
  }
  return {
    async get(path, shape, signal) {
      const { body } = await ask(path, signal)
      return shaped(shape, body)
    },
    async put(path, body, signal) {
      const headers = { 'content-type': 'application/json' }
      await ask(path, signal, { method: 'PUT', headers, body: JSON.stringify(body) })
    },
  }
}

function shaped<T extends z.ZodType>(shape: T, body: Buffer): z.infer<T> {
  const parsed = shape.safeParse(jsonOf(body))
  if (parsed.success) return parsed.data
  throw new Trouble('malformed', `answer.unknown_shape:${parsed.error.issues[0]?.path.join('.') ?? ''}`)
}

/** Daily quotas begin anew at midnight UTC; LinkedIn says so in words, and gives no time. */
export function troubleFrom({ status, headers, body }: HttpResponse, nowMs: number): Trouble {
  const { kind, code, untilMs } = troubleOfStatus(status, headers, nowMs)
  const { name, daily } = saidIn(body)
  const day = 86_400_000
  const until = untilMs ?? (status === 429 && daily ? (Math.floor(nowMs / day) + 1) * day : undefined)
  // 426: a version that is no more; a person must choose another.
  const meant = status === 426 ? 'refused' : kind
  return new Trouble(meant, name === null ? code : `linkedin.${name}`, until)
}

function saidIn(body: Buffer): { name: string | null; daily: boolean } {
  try {
    const { code, message } = Refusal.parse(JSON.parse(body.toString('utf8')))
    return {
      name: code && /^[A-Z_]{3,60}$/.test(code) ? code : null,
      daily: /\bDAY\b|daily/i.test(message ?? ''),
    }
  } catch {
    return { name: null, daily: false }
  }
}
