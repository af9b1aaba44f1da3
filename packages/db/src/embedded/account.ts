import { readFileSync } from 'node:fs'
import { EmbeddedPostgresError } from './errors.ts'

export type Account = { name: string; uid: number; gid: number }

/** Postgres refuses to run as root, and initdb wants an account listed in passwd: the first of these that exists. */
const candidates = ['postgres', 'nobody']

/** The unprivileged account that runs Postgres when we are root; null when we are not, and it runs as ourselves. */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const passwd = parsePasswd(readFileSync('/etc/passwd', 'utf8'))
  for (const name of candidates) {
    const account = passwd.find((entry) => entry.name === name)
    if (account && account.uid !== 0) return account
  }
  throw new EmbeddedPostgresError(
    'no_account',
    'Postgres refuses to run as root and there is no account "postgres" or "nobody" to run it as: start Hark as an ordinary user, or set DATABASE_URL.',
  )
}

export function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid))
}
