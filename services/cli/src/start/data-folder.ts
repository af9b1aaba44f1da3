import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '@hark/runtime'

/** Opens the folder of a deployment, made when missing. Refuses in one sentence one that this account cannot use, or another one does. */
export function openDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      `Hark cannot keep its data in ${dataDir} (${code}): make that folder this account's own, or set HARK_DATA to another one.`,
    )
  }
  // Its secrets tell whose data it is: an empty folder given to us by another account, a volume say, is welcome.
  const owner = statSync(join(dataDir, 'secrets'), { throwIfNoEntry: false })?.uid
  const self = process.getuid?.()
  if (owner !== undefined && self !== undefined && owner !== self)
    throw new OperatorError(
      `The data in ${dataDir} belongs to another account (uid ${owner}, this is ${self}): start Hark as that one, or set HARK_DATA to another folder.`,
    )
}
