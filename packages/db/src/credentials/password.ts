import { hash, verify } from '@node-rs/argon2'

// OWASP password storage: argon2id, 19 MiB, two passes; the library's default algorithm is argon2id.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const nobody = hash('a password nobody has', cost)

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

/** Takes as long for an unknown user as for a known one, so that names cannot be guessed by time. */
export async function passwordMatches(stored: string | null | undefined, given: string): Promise<boolean> {
  const ok = await verify(stored ?? (await nobody), given)
  return ok && Boolean(stored)
}
