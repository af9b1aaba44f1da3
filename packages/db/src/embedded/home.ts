import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, chmod, chown, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Account, unprivilegedAccount } from './account.ts'
import { type Binaries, packagedBinaries, reachableCopy } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'

/** Where a root start keeps what the unprivileged account must reach. */
const STATE = '/var/lib/hark'

/** Where one Postgres lives, and as whom it runs. */
export type Home = {
  /** The caller's folder: password, lock and log. */
  dataDir: string
  /** Holds `cluster` and drafts of it; belongs to `account`. */
  work: string
  /** PGDATA. */
  cluster: string
  binaries: string
  /** Null: as ourselves. */
  account: Account | null
}

/** Finds or makes the folders. As root the cluster lies in /var/lib/hark under an id kept in `dataDir`. */
export async function openHome(dataDir: string): Promise<Home> {
  const folder = resolve(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const packaged = await packagedBinaries()
  const account = unprivilegedAccount()
  if (account) return openForAccount(folder, packaged, account)
  if (existsSync(join(folder, 'id'))) throw otherOwner(folder, 'root')
  return {
    dataDir: folder,
    work: folder,
    cluster: join(folder, 'cluster'),
    binaries: packaged.folder,
    account,
  }
}

async function openForAccount(dataDir: string, packaged: Binaries, account: Account): Promise<Home> {
  if (existsSync(join(dataDir, 'cluster'))) throw otherOwner(dataDir, 'an ordinary user')
  await openState()
  const binaries = await reachableCopy(packaged, STATE)
  const work = join(STATE, await readOrMakeId(dataDir))
  await mkdir(work, { recursive: true, mode: 0o700 })
  await chown(work, account.uid, account.gid)
  return { dataDir, work, cluster: join(work, 'cluster'), binaries: binaries.folder, account }
}

async function openState(): Promise<void> {
  try {
    if (!existsSync(STATE)) {
      await mkdir(STATE, { recursive: true })
      await chmod(STATE, 0o755) // ours to open: we just made it, whatever the umask
    }
    await access(STATE, constants.W_OK)
  } catch {
    throw new EmbeddedPostgresError(
      'not_permitted',
      `Started as root, Hark keeps Postgres in ${STATE} (Postgres itself refuses root), and cannot write there: make it writable, start as an ordinary user, or set DATABASE_URL.`,
    )
  }
}

/** The id ties the cluster to this folder: delete the folder and the next start makes a fresh cluster. */
async function readOrMakeId(dataDir: string): Promise<string> {
  const file = join(dataDir, 'id')
  if (!existsSync(file)) await writeFile(file, randomBytes(8).toString('hex'), { mode: 0o600 })
  return (await readFile(file, 'utf8')).trim()
}

/** Deletes a stopped Postgres with everything in it, wherever it lives. */
export async function deleteHome(home: Home): Promise<void> {
  for (const folder of [home.work, home.dataDir])
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

function otherOwner(dataDir: string, who: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'other_owner',
    `The database in ${dataDir} was made by ${who}: start Hark as before, or set HARK_DATA to another folder.`,
  )
}
