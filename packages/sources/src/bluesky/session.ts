import { z } from 'zod'
import { errorName, singleCall } from './exchange.ts'

export type BlueskyCredentials = {
  /** Where the account signs in: `https://bsky.social`, or its own server. */
  service: string
  /** The account's DID: what a signed reply names. */
  account: string
  identifier: string
  appPassword: string
}

export type Session = { server: string; token: string }

export type SignIn = { session: Session } | { refused: string }

/** Tokens are given up this long before they expire, so that none expires on the way. */
const marginMs = 60_000

/** Signs in once and keeps the token while it lasts: Bluesky allows 300 sign-ins a day. */
export class SessionKeeper {
  readonly #credentials: BlueskyCredentials
  #held: { session: Session; untilMs: number } | null = null

  constructor(credentials: BlueskyCredentials) {
    this.#credentials = credentials
  }

  async signIn(signal: AbortSignal): Promise<SignIn> {
    if (this.#held !== null && Date.now() < this.#held.untilMs) return { session: this.#held.session }
    const { service, account, identifier, appPassword } = this.#credentials
    const { handler, exchange } = singleCall(service, null)
    const { Agent } = await import('@atproto/api')
    try {
      const agent = new Agent(handler)
      const { data } = await agent.com.atproto.server.createSession(
        { identifier, password: appPassword },
        { signal },
      )
      if (data.did !== account) return { refused: 'login.of_another_account' }
      const session = { server: serverOf(data.didDoc, service), token: data.accessJwt }
      this.#held = { session, untilMs: expiryMs(data.accessJwt) - marginMs }
      return { session }
    } catch {
      return {
        refused: `login.${errorName(exchange) ?? (exchange.status === null ? 'unreachable' : `http_${exchange.status}`)}`,
      }
    }
  }

  /** After a token was refused. */
  forget(): void {
    this.#held = null
  }
}

const DidDoc = z.object({ service: z.array(z.object({ id: z.string(), serviceEndpoint: z.string() })) })

/** The account's own server, as its identity document names it; plain HTTP only where sign-in is plain too. */
export function serverOf(didDoc: unknown, service: string): string {
  return homeOf(didDoc, service) ?? service
}

/** The server an identity document names; null where it names none. Plain HTTP only where `asked`, who gave the document, is plain too. */
export function homeOf(didDoc: unknown, asked: string): string | null {
  const parsed = DidDoc.safeParse(didDoc)
  const named = parsed.success ? parsed.data.service.find(({ id }) => id.endsWith('#atproto_pds')) : undefined
  const url = named && URL.parse(named.serviceEndpoint)
  if (!url) return null
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && asked.startsWith('http:'))
  return safe ? url.origin : null
}

/** When a JWT expires; a token that does not say is kept until it is refused. */
export function expiryMs(jwt: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof exp === 'number' ? exp * 1000 : Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
