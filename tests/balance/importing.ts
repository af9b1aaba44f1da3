import type { TestProcess } from '@hark/testkit'
import { type Deployment, PROGRAMME } from './deployment.ts'

export type Importing = {
  /** Resolves when an import came to its end by itself. */
  done: Promise<void>
  finished: () => boolean
  /** SIGKILL; false when none runs at this moment. */
  kill: () => Promise<boolean>
  output: () => string
}

/** What a killed import may leave for a moment: its last transaction, still committing on the server. */
const STILL_ENDING = 'Another import of this file is running'

/** Imports a file as a stubborn person would: killed, the same command again, until it says it is done. */
export function importStubbornly(deployment: Deployment, path: string): Importing {
  let current: TestProcess | undefined
  let finished = false

  async function run(): Promise<void> {
    while (!finished) {
      current = deployment.hark('import', path, '--programme', PROGRAMME)
      const { code, signal } = await current.ended
      if (code === 0) finished = true
      else if (signal !== 'SIGKILL' && !current.output().includes(STILL_ENDING)) {
        throw new Error(`the import failed:\n${current.output()}`)
      }
    }
  }
  return {
    done: run(),
    finished: () => finished,
    kill: async () => current?.running() === true && (await current.kill()).signal === 'SIGKILL',
    output: () => current?.output() ?? '',
  }
}
