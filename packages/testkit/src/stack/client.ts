import type { createApp } from '@hark/api'
import { Secret, TOTP } from 'otpauth'
import { PASSWORD, type SeededPerson } from './seed-people.ts'

type App = Awaited<ReturnType<typeof createApp>>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
// biome-ignore lint/suspicious/noExplicitAny: a reply is asserted on, not relied on
export type Reply = { status: number; body: any; headers: Record<string, unknown> }
export type AppClock = { now: () => Date; advance: (ms: number) => void }

export type Client = {
  person: SeededPerson | null
  /** Cookie and token, for a request made another way. */
  headers: Record<string, string>
  get: (url: string) => Promise<Reply>
  post: (url: string, body?: unknown) => Promise<Reply>
  put: (url: string, body?: unknown) => Promise<Reply>
  delete: (url: string) => Promise<Reply>
  call: (method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  /** A code that was not used yet; the app's clock moves on when codes run out. */
  totp: () => string
  /** What a first signature needs. */
  both: () => { password: string; totp: string }
}

const STEP_MS = 30_000

/** Signs in through the api, as the console does: session cookie, then the token every change sends back. */
export async function signIn(app: App, person: SeededPerson, clock: AppClock): Promise<Client> {
  const totp = codesOf(person, clock)
  const credentials = { username: person.username, password: PASSWORD, totp: totp() }
  const opened = await clientOf(app, {}, person, totp).post('/api/session', credentials)
  if (opened.status !== 200) throw new Error(`${person.username} cannot sign in: ${opened.body.code}`)
  const cookie = String(opened.headers['set-cookie']).split(';')[0] as string
  return clientOf(app, { cookie, 'x-hark-csrf': opened.body.csrf }, person, totp)
}

export const signedOut = (app: App): Client =>
  clientOf(app, {}, null, () => {
    throw new Error('nobody has no code')
  })

function clientOf(
  app: App,
  own: Record<string, string>,
  person: SeededPerson | null,
  totp: () => string,
): Client {
  const call: Client['call'] = async (method, url, body, headers = {}) => {
    const res = await app.inject({
      method,
      url,
      headers: { ...own, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    return { status: res.statusCode, body: readBody(res.body), headers: res.headers }
  }
  return {
    person,
    headers: own,
    call,
    get: (url) => call('GET', url),
    post: (url, body = {}) => call('POST', url, body),
    put: (url, body = {}) => call('PUT', url, body),
    delete: (url) => call('DELETE', url),
    totp,
    both: () => ({ password: PASSWORD, totp: totp() }),
  }
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A code works once. The server takes this step's and its neighbours': this one first, so that one may pass on the way; then time moves on. */
function codesOf(person: SeededPerson, clock: AppClock): () => string {
  const generator = new TOTP({ secret: Secret.fromBase32(person.totpSecret) })
  let last = 0
  return () => {
    const current = Math.floor(clock.now().getTime() / STEP_MS)
    const step = Math.max(last + 1, current)
    if (step > current + 1) clock.advance((step - current - 1) * STEP_MS)
    last = step
    return generator.generate({ timestamp: step * STEP_MS })
  }
}
