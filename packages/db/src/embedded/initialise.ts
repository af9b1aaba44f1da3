import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { EmbeddedPostgresError } from './errors.ts'
import type { Home } from './home.ts'

export const superuser = 'postgres'
const DRAFT = 'unfinished-'

/**
 * Makes the cluster unless it is there. It is made under another name and renamed when complete, so a start that
 * died halfway leaves a draft, never a half cluster.
 */
export async function ensureCluster(
  home: Home,
  durable: boolean,
  log: (line: string) => void,
): Promise<void> {
  for (const entry of await readdir(home.work)) {
    // Retried, because the initdb of a start that was killed may still be writing its last files.
    if (entry.startsWith(DRAFT))
      await rm(join(home.work, entry), { recursive: true, force: true, maxRetries: 10 })
  }
  if (existsSync(join(home.cluster, 'PG_VERSION'))) return
  log('creating the database')
  const draft = join(home.work, `${DRAFT}${randomBytes(4).toString('hex')}`)
  await runInitdb(home, draft, durable)
  await rename(draft, home.cluster)
  if (durable) await syncFolder(home.work)
}

/** The superuser's password: random, in `dataDir/secret`, readable by us alone. */
export async function superuserPassword(home: Home): Promise<string> {
  const file = join(home.dataDir, 'secret')
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  if (existsSync(home.cluster)) {
    throw new EmbeddedPostgresError(
      'secret_missing',
      `The database is there but its password file ${file} is gone: put it back, or delete ${home.dataDir} and ${home.work} to start empty.`,
    )
  }
  const password = randomBytes(24).toString('hex')
  await writeFile(file, password, { mode: 0o600, flush: true })
  return password
}

async function runInitdb(home: Home, folder: string, durable: boolean): Promise<void> {
  const passwordFile = `${folder}.password`
  await writeFile(passwordFile, await superuserPassword(home), { mode: 0o600 })
  if (home.account) await chown(passwordFile, home.account.uid, home.account.gid)
  const { code, output } = await runAs(home, 'initdb', [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin', // sorts and folds alike on every machine, whatever its C library
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  await rm(passwordFile, { force: true })
  if (code === 0) return
  throw new EmbeddedPostgresError(
    'failed',
    `Postgres could not create its database in ${home.work}: ${lastLine(output)}`,
  )
}

async function runAs(
  home: Home,
  program: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(join(home.binaries, 'bin', program), args, {
    ...accountOptions(home),
    cwd: home.work,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, output: out + err }
}

/** Who the child is and all it may know of our environment. */
export function accountOptions(home: Home) {
  return {
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(home.account ? { uid: home.account.uid, gid: home.account.gid } : {}),
  }
}

/** A rename is only safe against power loss once its folder is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n')
  return lines.findLast((line) => /error|fatal|could not/i.test(line)) ?? lines.at(-1) ?? 'no reason given'
}
