import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceRoles } from '@hark/db'
import { generateNoteKey } from '@hark/ledger'

/** Secrets of one deployment, each a file of its own, so that a service can be given the path of just those it needs. */
export type Secrets = {
  /** Password by database role. */
  rolePasswords: Record<string, string>
  /** Path of the file that holds a secret. */
  file: (name: SecretName) => string
  /** What auditors verify checkpoints with; public. */
  verifierKey: string
}

const random = () => randomBytes(32).toString('hex')

/** How each is made. Losing `private-key` makes sealed values unreadable; losing `checkpoint-key` ends the ledger's chain. */
const makers = {
  'private-key': random,
  'pseudonym-key': random,
} as const
export type SecretName = keyof typeof makers | 'checkpoint-key'

/** Makes what is missing, once; everything is readable by this account alone. */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const keep = (name: string, make: () => string) => keepSecret(join(folder, name), make)
  for (const [name, make] of Object.entries(makers)) keep(name, make)
  return {
    rolePasswords: Object.fromEntries(serviceRoles.map((role) => [role, keep(`role-${role}`, random)])),
    file: (name) => join(folder, name),
    verifierKey: keepCheckpointKey(keep),
  }
}

/** The pair is written verifier first, so a start that died between the two makes a new, complete pair. */
function keepCheckpointKey(keep: (name: string, make: () => string) => string): string {
  const [skey, vkey] = keep('checkpoint-key', () => {
    const pair = generateNoteKey(`hark.invalid/audit/${randomUUID()}`)
    return `${pair.skey}\n${pair.vkey}`
  }).split('\n')
  if (!skey || !vkey) throw new Error('secrets/checkpoint-key is damaged: restore it from a backup.')
  return vkey
}

/** `wx` and a flush: a secret once used is never overwritten, and is on disk before anything depends on it. */
function keepSecret(path: string, make: () => string): string {
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: 'wx', flush: true })
  return readFileSync(path, 'utf8').trim()
}
