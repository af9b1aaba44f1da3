import type { Client, Stack } from '@hark/testkit'
import { Secret, TOTP } from 'otpauth'
import { cookieOf, trySignIn } from '../auth/signing-in.fixture.ts'

export const reason = 'as agreed with quality'
export const idOf = (stack: Stack, username: string) => stack.people[username]?.id ?? ''
export const change = (by: Client, id: string, body: object) =>
  by.call('PATCH', `/api/people/${id}`, { reason, ...body })
export const fresh = { username: 'eve', printedName: 'Eve Ek', roles: ['pv_reviewer'] }

/** What the authenticator of a person does with the address shown once. */
export const codeFrom = (uri: string, stack: Stack) => {
  const secret = Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '')
  return new TOTP({ secret }).generate({ timestamp: stack.clock.now().getTime() })
}

export type Made = { person?: { id: string }; invitation: { code: string; expiresAt: string } }
export const OWN = 'one of my own making'

/** As the sign-in page does: opens the invitation, sets up the authenticator, chooses a password. */
export async function accept(stack: Stack, username: string, made: Made, newPassword = OWN) {
  const given = { username, code: made.invitation.code }
  const opened = await stack.anonymous.post('/api/invitation', given)
  if (opened.status !== 200) return { reply: opened, totpUri: '' }
  const totp = codeFrom(opened.body.totpUri, stack)
  const reply = await stack.anonymous.post('/api/invitation/accept', { ...given, newPassword, totp })
  return { reply, totpUri: opened.body.totpUri as string }
}

/** Signs in and stays: what the session's own requests carry. */
export async function enter(stack: Stack, username: string, password: string, totp: string) {
  const opened = await trySignIn(stack, { username, password, totp })
  const headers = { cookie: cookieOf(opened), 'x-hark-csrf': opened.json().csrf as string }
  const post = (url: string, payload: object) =>
    stack.app.inject({ method: 'POST', url, headers, payload, remoteAddress: '192.0.2.10' })
  return { opened, headers, post }
}
