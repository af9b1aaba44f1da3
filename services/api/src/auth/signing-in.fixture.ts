import { PASSWORD, type Stack } from '@hark/testkit'
import { Secret, TOTP } from 'otpauth'

export { PASSWORD } from '@hark/testkit'

/** The code a person's device shows at the app's time, `steps` half-minutes later. */
export function codeOf(stack: Stack, username: string, steps = 0): string {
  const secret = Secret.fromBase32(stack.people[username]?.totpSecret ?? new Secret({ size: 20 }).base32)
  return new TOTP({ secret }).generate({ timestamp: stack.clock.now().getTime() + steps * 30_000 })
}

export type SignIn = { username?: string; password?: string; totp?: string; from?: string; cookie?: string }

/** One try to sign in, from an address. */
export function trySignIn(stack: Stack, given: SignIn = {}) {
  const { username = 'ana', password = PASSWORD, from = '192.0.2.10', cookie } = given
  const totp = given.totp ?? codeOf(stack, username)
  return stack.app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: from,
    headers: cookie ? { cookie } : {},
    payload: { username, password, totp },
  })
}

export const cookieOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['set-cookie']).split(';')[0] as string
