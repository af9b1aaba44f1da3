import { Secret, TOTP } from 'otpauth'

const PERIOD = 30

const totpOf = (secret: string, username = 'hark'): TOTP =>
  new TOTP({ issuer: 'Hark', label: username, secret: Secret.fromBase32(secret), period: PERIOD })

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

export const totpUri = (secret: string, username: string): string => totpOf(secret, username).toString()

/** The time step a code belongs to (this one or a neighbour), or null; the caller uses the step up so a code works once. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta
}

/** The code of this moment: for practice people, whose secret is no secret. */
export const totpNow = (secret: string): string => totpOf(secret).generate()
