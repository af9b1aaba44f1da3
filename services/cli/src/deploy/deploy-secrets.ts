import { chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { serviceRoles } from '@hark/db'
import { keepSecret, openSecrets, randomSecret } from '../start/secrets.ts'
import { roleUrl } from '../start/services.ts'
import { fileOf, writeSecrets } from '../start/writing.ts'

export type DeploySecrets = {
  /** Its folder `secrets` is filled. */
  dataDir: string
  /** `host:port/database`, as the services reach it. */
  database: string
  /** Account that must be able to read the files; only root can give them away. */
  owner: number | null
}

/**
 * Makes what docker-compose.yml mounts, and leaves what is there: the keys, the superuser's password, and per role a
 * file with its database URL. Gives the names of all files.
 */
export function makeDeploySecrets({ dataDir, database, owner }: DeploySecrets): string[] {
  const { rolePasswords, verifierKey, sourceBox } = openSecrets(dataDir)
  const folder = join(dataDir, 'secrets')
  const superuser = keepSecret(join(folder, 'role-postgres'), randomSecret)
  const keepUrl = (name: string, role: string, password: string) =>
    keepSecret(join(folder, `url-${name}`), () => roleUrl(`postgresql://${database}`, role, password))
  keepUrl('admin', 'postgres', superuser)
  for (const role of serviceRoles) keepUrl(role, role, rolePasswords[role] ?? '')
  // Public, and here so that all are mounted alike.
  keepSecret(join(folder, 'verifier-key'), () => verifierKey)
  keepSecret(join(folder, 'source-box'), () => sourceBox)
  for (const secret of writeSecrets) keepSecret(join(folder, fileOf(secret)), () => '') // the person's to fill in
  const names = readdirSync(folder).sort()
  if (owner !== null) {
    for (const path of [folder, ...names.map((name) => join(folder, name))]) chownSync(path, owner, owner)
  }
  return names
}
