import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { letterBox, serviceRoles } from '@hark/db'
import { formatVkey, generateNoteKey, parseSkey } from '@hark/ledger'
import { openDataFolder } from './data-folder.ts'

/** Secrets of one deployment, each a file of its own, so that a service can be given the path of just those it needs. */
export type Secrets = {
  /** Password by database role. */
  rolePasswords: Record<string, string>
  /** Path of the file that holds a secret. */
  file: (name: SecretName) => string
  /** What auditors verify checkpoints with; public. */
  verifierKey: string
  /** Where the api puts reading credentials that ingest alone takes out; public. */
  sourceBox: string
}

export const randomSecret = () => randomBytes(32).toString('hex')
const signingKey = (use: string) => () => generateNoteKey(`hark.invalid/${use}/${randomUUID()}`).skey

/** How each is made. Losing `private-key` makes sealed values unreadable; losing `checkpoint-key` ends the ledger's chain. */
const makers = {
  'private-key': randomSecret,
  'pseudonym-key': randomSecret,
  'checkpoint-key': signingKey('audit'),
  'seal-key': signingKey('seal'),
  'export-key': signingKey('export'),
} as const
export type SecretName = keyof typeof makers

/** Makes what is missing, once; everything is readable by this account alone. */
export function openSecrets(dataDir: string): Secrets {
  openDataFolder(dataDir)
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keep = (name: string, make: () => string) => keepSecret(join(folder, name), make)
  for (const [name, make] of Object.entries(makers)) keep(name, make)
  return {
    rolePasswords: Object.fromEntries(serviceRoles.map((role) => [role, keep(`role-${role}`, randomSecret)])),
    file: (name) => join(folder, name),
    verifierKey: formatVkey(parseSkey(keep('checkpoint-key', makers['checkpoint-key']))),
    sourceBox: letterBox(Buffer.from(keep('pseudonym-key', randomSecret), 'hex'), 'source-secret').publicKey,
  }
}

/** On disk and complete before it has its name, and never overwritten once it has: data may depend on it already. */
export function keepSecret(path: string, make: () => string): string {
  if (!existsSync(path)) {
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, make(), { mode: 0o600, flush: true })
    nameOnce(draft, path)
  }
  return readFileSync(path, 'utf8').trim()
}

function nameOnce(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EEXIST'
    if (!taken) renameSync(draft, path) // a file system without links
  }
  rmSync(draft, { force: true })
}
