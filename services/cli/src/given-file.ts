import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { UsageError } from './command.ts'

const causes: Record<string, string> = {
  ENOENT: 'is not there: check the name and the folder it stands in',
  ENOTDIR: 'is no folder, or lies under something that is none: check the path',
  EISDIR: 'is a folder: name the file in it',
  EACCES: 'may not be opened by this user: change its rights, or name another',
  EPERM: 'may not be opened by this user: change its rights, or name another',
  EROFS: 'lies on a disk that takes no writing: name another place',
  ENOSPC: 'found no room on its disk: make room, or name another place',
  ERR_STRING_TOO_LONG: 'is too large to be read at once: give it in parts',
}

/**
 * What a file or folder that somebody named did not allow, in a sentence: the stack would lead to code that did nothing wrong. An error
 * that bears no code of the system is a bug, and comes back as it is.
 */
export function told(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code ? new UsageError(`${path} ${causes[code] ?? `cannot be used (${code})`}.`) : error
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw told(path, error)
  }
}

/** The text of a file that was named on the command line, without its byte order mark. Throws UsageError. */
export const readGiven = (path: string): string =>
  attempt(path, () => readFileSync(path, 'utf8')).replace(/^\uFEFF/, '')

/** The JSON value in such a file. Throws UsageError, which repeats nothing of the file. */
export function jsonGiven(path: string): unknown {
  const text = readGiven(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is not valid JSON.`)
  }
}

export const writeGiven = (path: string, text: string): void => attempt(path, () => writeFileSync(path, text))

/** Whether a file can be written where somebody wants it: asked before the work whose result it is to hold. Throws UsageError. */
export function assertWritable(path: string): void {
  const [there, folder] = [path, dirname(path)].map((one) =>
    attempt(one, () => statSync(one, { throwIfNoEntry: false })),
  )
  if (there?.isDirectory()) throw told(path, { code: 'EISDIR' })
  if (!folder?.isDirectory())
    throw new UsageError(
      `There is no folder ${dirname(path)}: make it, or name another for ${basename(path)}.`,
    )
  const asked = there ? path : dirname(path)
  attempt(asked, () => accessSync(asked, constants.W_OK))
}
