import { readFileSync } from 'node:fs'
import { readCredentials } from '../practice/credentials-file.ts'
import { seedPractice } from '../practice/seed.ts'
import type { Secrets } from './secrets.ts'

export type Practice = {
  /** Whether this deployment has practice people, and with them the practice platform. */
  is: boolean
  /** What a person needs to sign in for the first time, a line each. */
  signIn: string[]
}

/** Makes a fresh deployment a practice one; tells of the one that is there. */
export async function openPractice(
  dataDir: string,
  databaseUrl: string,
  secrets: Secrets,
): Promise<Practice> {
  const privateKey = Buffer.from(readFileSync(secrets.file('private-key'), 'utf8'), 'hex')
  await seedPractice(databaseUrl, { dataDir, privateKey })
  const people = readCredentials(dataDir)
  const first = people?.[0]
  if (!first) return { is: false, signIn: ['with the account that was made for you'] }
  const signIn = [
    `${first.username}, password ${first.password}`,
    `one-time code: npm run -s hark -- demo code ${first.username}`,
    'other practice people: npm run -s hark -- demo credentials',
  ]
  return { is: true, signIn }
}
