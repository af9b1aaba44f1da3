import * as db from '@hark/db'
import type { Deployment } from './services.ts'

/** What a person needs to sign in for the first time, a line each. */
export type SignIn = string[]

type SeedPractice = (adminUrl: string, options: { privateKey: Buffer }) => Promise<{ signIn: SignIn }>

/** Makes the practice programme and its people, once; an empty list where this deployment has none. */
export async function seedPractice(
  deployment: Pick<Deployment, 'databaseUrl'>,
  privateKey: Buffer,
): Promise<SignIn> {
  const seed = (db as { seedPractice?: SeedPractice }).seedPractice
  if (!seed) return []
  return (await seed(deployment.databaseUrl, { privateKey })).signIn
}
