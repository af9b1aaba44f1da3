import { createServer } from 'node:net'
import { lockFolder } from '@hark/db'
import { OperatorError } from '@hark/runtime'
import type { StartConfig } from './config.ts'
import { openDataFolder } from './data-folder.ts'
import { readRun } from './run-file.ts'

/** Takes the data folder for this start. Refuses in one sentence when another start has it or the port is taken. */
export async function claim(config: StartConfig): Promise<{ release: () => void; afterCrash: boolean }> {
  openDataFolder(config.dataDir)
  const lock = lockFolder(config.dataDir)
  if (!lock.taken) {
    const address = readRun(config.dataDir)?.address
    const where = address ? ` at ${address}` : ', still starting'
    throw new OperatorError(
      `Hark is already running on ${config.dataDir}${where} (process ${lock.holder.pid}): use that one, stop it, or set HARK_DATA to another folder.`,
    )
  }
  if (await isTaken(config.port, config.host)) {
    lock.release()
    throw new OperatorError(
      `Port ${config.port} is used by another program: stop that one, or choose another port, say HARK_PORT=${config.port + 1} npm start.`,
    )
  }
  return { release: lock.release, afterCrash: lock.leftBy !== null }
}

function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true)
      else
        reject(
          new OperatorError(
            `Hark cannot listen on ${host}:${port} (${error.code}): choose another HARK_PORT or HARK_HOST.`,
          ),
        )
    })
    probe.listen(port, host, () => probe.close(() => resolve(false)))
  })
}
