import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Not a file of our own that nobody wrote: installing brings none of those. */
const missing = /^Cannot find (package|module '[^']*node_modules)/
const stamp = fileURLToPath(new URL('../../../node_modules/.hark-installed', import.meta.url))

/**
 * What to say when a module that should be installed is not: null for any other error. It loads nothing that is installed itself.
 * Without the stamp the next start installs anew.
 */
export function missingPart(error: unknown): string | null {
  const { code, message = '' } = error as NodeJS.ErrnoException
  const [what = ''] = message.split('\n')
  if (!code?.endsWith('MODULE_NOT_FOUND') || !missing.test(what)) return null
  rmSync(stamp, { force: true })
  return `Hark is not installed completely (${what}): run the same again, and it is installed anew.`
}
