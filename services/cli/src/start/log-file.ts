import {
  closeSync,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

const LIMIT = 10_000_000
const KEPT = 3

export type LogFile = {
  /** For a child's stdout and stderr. */
  fd: number
  write: (line: string) => void
  /** Begins anew when the file has grown long, keeping the last few. */
  rotate: () => void
  close: () => void
}

/**
 * A log that processes write to by themselves: a pipe to the supervisor would break when that is killed, and a service
 * stuck on a broken pipe could not even stop.
 */
export function openLog(path: string, limit = LIMIT): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fd = openSync(path, 'a', 0o600)
  return {
    fd,
    write: (line) => void writeSync(fd, `${line}\n`),
    rotate() {
      if (fstatSync(fd).size <= limit) return
      makeRoom(path)
      // Copied and cut, since children hold the file open; a line written just between the two is lost.
      copyFileSync(path, `${path}.1`)
      ftruncateSync(fd)
    },
    close: () => closeSync(fd),
  }
}

function makeRoom(path: string): void {
  rmSync(`${path}.${KEPT}`, { force: true })
  for (let n = KEPT - 1; n >= 1; n--) {
    if (statSync(`${path}.${n}`, { throwIfNoEntry: false })) renameSync(`${path}.${n}`, `${path}.${n + 1}`)
  }
}
