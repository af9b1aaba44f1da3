import { basename } from 'node:path'
import type { Db } from '@hark/db'
import { type TestProcess, until } from '@hark/testkit'
import { sql } from 'kysely'
import { type Deployment, PROGRAMME } from './deployment.ts'

export type Importing = {
  /** Resolves when an import came to its end by itself. */
  done: Promise<void>
  finished: () => boolean
  /** SIGKILL; false when none runs at this moment. */
  kill: () => Promise<boolean>
  output: () => string
}

/**
 * Imports a file as a stubborn person would: killed, the same command again, until the file stands as read. It looks before it repeats,
 * for a kill may fall between the last commit and the end of the process, and the same command would then offer the whole file anew.
 */
export function importStubbornly(db: Db, deployment: Deployment, path: string): Importing {
  let current: TestProcess | undefined
  let finished = false

  async function run(): Promise<void> {
    while (!finished) {
      current = deployment.hark('import', path, '--programme', PROGRAMME)
      const { code, signal } = await current.ended
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the import failed:\n${current.output()}`)
      finished = code === 0 || (await readWhole())
    }
  }
  /** Asked once the killed process has nothing left in the database: its last transaction may still be committing there. */
  async function readWhole(): Promise<boolean> {
    const seen = async () =>
      (
        await sql<{ alive: boolean; ended: boolean }>`
          select exists (select from pg_stat_activity where datname = current_database() and application_name = 'hark import') as alive,
            exists (select from source where name = ${`file ${basename(path)}`} and state = 'ended') as ended`.execute(
          db,
        )
      ).rows[0]
    await until('the killed import left the database', async () => (await seen())?.alive === false, 60_000)
    return (await seen())?.ended === true
  }
  return {
    done: run(),
    finished: () => finished,
    kill: async () => current?.running() === true && (await current.kill()).signal === 'SIGKILL',
    output: () => current?.output() ?? '',
  }
}
