import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import { freePort } from './free-port.ts'
import { deleteHome, type Home, openHome } from './home.ts'
import { ensureCluster, superuser, superuserPassword } from './initialise.ts'
import { stopOrphan } from './orphan.ts'
import { removePostmasterFile } from './postmaster-file.ts'
import { type Launch, launchServer, type Server } from './server.ts'

export type EmbeddedPostgresOptions = {
  /** Folder for this Postgres alone; made when missing. Deleting it gives a fresh database at the next start. */
  dataDir: string
  /** 0 (the default) takes a free port. Only 127.0.0.1 is listened on. */
  port?: number
  /** False, for tests only, trades safety against a machine's crash for speed. */
  durable?: boolean
  /** Called with a few words when something takes a while. */
  log?: (line: string) => void
}

export type EmbeddedPostgres = {
  /** Connection URL of the superuser. */
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, whether asked to or not. */
  exited: Promise<void>
  stop: () => Promise<void>
  /** Ends the server as `kill -9` would; the next start recovers. */
  kill: () => Promise<void>
  /** Stops the server and deletes its data; after `stop` or `kill` it does nothing. */
  destroy: () => Promise<void>
}

/**
 * Starts the packaged Postgres on `dataDir`, making the database first if there is none, and stopping a server that
 * a killed earlier start left behind. Throws EmbeddedPostgresError, whose message says what to do.
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port = 0, durable = true, log = () => {} } = options
  const home = await openHome(options.dataDir)
  const release = claim(home)
  try {
    if (await stopOrphan(home.cluster)) log('stopped a database that an earlier start had left running')
    const password = await superuserPassword(home)
    await ensureCluster(home, durable, log)
    const { server, port: listening } = await launchSomehow(home, { port, durable, log })
    return running(home, server, listening, password, release)
  } catch (error) {
    release()
    throw error
  }
}

/** Deletes a Postgres that nobody uses, wherever its files lie; a server left behind by a killed start is stopped. */
export async function destroyPostgres(dataDir: string): Promise<void> {
  const home = await openHome(dataDir)
  const release = claim(home)
  try {
    await stopOrphan(home.cluster)
    await deleteHome(home)
  } finally {
    release()
  }
}

function claim(home: Home): () => void {
  const lock = lockFolder(home.dataDir)
  if (lock.taken) return lock.release
  throw new EmbeddedPostgresError(
    'in_use',
    `The database in ${home.dataDir} is already in use by process ${lock.holder.pid}: stop that one first, or set HARK_DATA to another folder.`,
  )
}

function running(
  home: Home,
  server: Server,
  port: number,
  password: string,
  release: () => void,
): EmbeddedPostgres {
  let held = true
  const finish = (end: () => Promise<void>, cleanUp: () => Promise<void> = async () => {}) => {
    return async () => {
      await end()
      if (!held) return // an old handle must not touch what a later start has taken
      held = false
      await cleanUp().finally(release)
    }
  }
  return {
    url: `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: server.pid,
    exited: server.exited,
    stop: finish(() => server.stop()),
    kill: finish(() => server.kill()),
    destroy: finish(
      () => server.stop(),
      () => deleteHome(home),
    ),
  }
}

/** Tries again where a second try can help: a lost race for a port, or memory that a dead server's children still hold. */
async function launchSomehow(home: Home, launch: Launch): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = launch.port || (await freePort())
    const server = await launchServer(home, { ...launch, port })
    if (!('failure' in server)) return { server, port }
    const problem = diagnose(server.failure)
    if (problem === 'port' && launch.port === 0 && attempt <= 5) continue
    if (problem === 'pid_file' && attempt <= 2) removePostmasterFile(home.cluster)
    else if (problem === 'memory' && attempt <= 40) await sleep(250)
    else throw startError(home, problem, server.failure, port)
  }
}

type Problem = 'port' | 'memory' | 'pid_file' | 'version' | 'other'

function diagnose(failure: string): Problem {
  if (/could not bind|could not create any TCP\/IP sockets/.test(failure)) return 'port'
  if (/pre-existing shared memory block/.test(failure)) return 'memory'
  // Reached only when the process of that number is no Postgres of ours (stopOrphan looked): the number was reused.
  if (/lock file "postmaster.pid" already exists/.test(failure)) return 'pid_file'
  if (/database files are incompatible/.test(failure)) return 'version'
  return 'other'
}

function startError(home: Home, problem: Problem, failure: string, port: number): EmbeddedPostgresError {
  if (problem === 'port') {
    return new EmbeddedPostgresError(
      'port_in_use',
      `Port ${port} is taken, so Postgres cannot listen on it: free it or choose another.`,
    )
  }
  if (problem === 'version') {
    return new EmbeddedPostgresError(
      'incompatible',
      `The database in ${home.dataDir} was made by another major version of Postgres: start the Hark that made it and export, or choose another HARK_DATA.`,
    )
  }
  const reason =
    failure.split('\n').findLast((line) => /FATAL|PANIC|ERROR|error/.test(line)) ?? 'it wrote no reason'
  return new EmbeddedPostgresError(
    'failed',
    `Postgres did not start (${reason.trim()}): see ${home.dataDir}/postgres.log, or set DATABASE_URL to use your own.`,
  )
}
