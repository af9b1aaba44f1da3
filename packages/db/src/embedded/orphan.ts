import { setTimeout as sleep } from 'node:timers/promises'
import { readPostmasterFile } from './postmaster-file.ts'
import { commandLine, identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts'

/** From politest to last: fast shutdown, immediate shutdown (safe: the log is replayed), kill. Milliseconds each. */
const steps: [NodeJS.Signals, number][] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
]

/**
 * Stops the Postgres that an earlier start left running on this cluster when it was killed. The caller holds the
 * folder's lock, so nobody living owns it. Returns whether there was one.
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const orphan = findOrphan(cluster)
  if (!orphan) return false
  for (const [signal, patience] of steps) {
    if (isRunning(orphan)) process.kill(orphan.pid, signal)
    if (await isGoneWithin(orphan, patience)) return true
  }
  return true
}

/** The pid file may be old and its number reused, so the process must really be a Postgres on this folder. */
function findOrphan(cluster: string): ProcessIdentity | null {
  const pid = readPostmasterFile(cluster)?.pid
  if (!pid) return null
  const command = commandLine(pid)
  return command?.includes('postgres') && command.includes(cluster) ? identifyProcess(pid) : null
}

async function isGoneWithin(process: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds
  while (isRunning(process)) {
    if (Date.now() > until) return false
    await sleep(25)
  }
  return true
}
