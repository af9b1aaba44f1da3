import { z } from 'zod'
import { Trouble } from '../trouble.ts'
import { type Call, form, look } from '../write/call.ts'
import { troubleFrom } from './api.ts'

export type YoutubeCredentials = {
  /** `https://www.googleapis.com` */
  server: string
  /** `https://oauth2.googleapis.com` */
  signIn: string
  /** The channel's id: what a signed reply names. */
  account: string
  clientId: string
  clientSecret: string
  /** Of the channel, with the scope `youtube.force-ssl`. */
  refreshToken: string
}

export type Session = { get: (path: string) => Call; headers: Record<string, string> }

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().optional() })
const Mine = z.object({ items: z.array(z.object({ id: z.string() })).default([]) })
const marginMs = 120_000

/** Signs in as the channel, makes sure that it is the one signed for, and keeps the token while it lasts. */
export function youtubeSignIn(credentials: YoutubeCredentials, pay: (units: number) => Promise<void>) {
  let held: { session: Session; untilMs: number } | null = null

  async function signIn(signal: AbortSignal): Promise<Session> {
    if (held && Date.now() < held.untilMs) return held.session
    const { clientId, clientSecret, refreshToken, account } = credentials
    const asked = form({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
    const url = `${new URL(credentials.signIn).origin}/token`
    const token = await look({ method: 'POST', url, ...asked }, Token, signal)
    const session = sessionOf(credentials.server, token.access_token)
    await pay(1)
    const mine = await look(session.get('channels?part=id&mine=true'), Mine, signal, says)
    if (!mine.items.some(({ id }) => id === account)) throw new Trouble('refused', 'login.of_another_account')
    held = { session, untilMs: Date.now() + (token.expires_in ?? 3_600) * 1_000 - marginMs }
    return session
  }

  return {
    signIn,
    forget: () => {
      held = null
    },
  }
}

function sessionOf(server: string, token: string): Session {
  const headers = { authorization: `Bearer ${token}` }
  const at = `${new URL(server).origin}/youtube/v3/`
  return { headers, get: (path) => ({ method: 'GET', url: at + path, headers }) }
}

/** YouTube says with 403 and a reason what others say with a status. */
export const says: NonNullable<Parameters<typeof look>[3]> = (response, nowMs) =>
  response.status === 200 ? null : troubleFrom(response, nowMs)
