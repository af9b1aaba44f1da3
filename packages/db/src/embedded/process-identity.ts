import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process id alone is reused; together with its time of start (and boot) it names one process for ever. */
export type ProcessIdentity = { pid: number; startedAt: string }

export function ownIdentity(): ProcessIdentity {
  const identity = identifyProcess(process.pid)
  if (!identity) throw new Error('This process cannot see itself in the process table.')
  return identity
}

/** Null when no such process runs; a zombie counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid)
  return startedAt === null ? null : { pid, startedAt }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt
}

/** The command line of a process, its arguments joined by NUL on Linux and by blanks elsewhere; null when it is gone. */
export function commandLine(pid: number): string | null {
  if (process.platform === 'linux') return readOrNull(`/proc/${pid}/cmdline`)
  return psOrNull('command=', pid)
}

function startOnLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name in brackets may hold anything, so count fields from the last bracket: state first, start time 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z') return null
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  return `${boot}:${fields[19]}`
}

function startElsewhere(pid: number): string | null {
  return psOrNull('lstart=', pid)
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function psOrNull(column: string, pid: number): string | null {
  try {
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
