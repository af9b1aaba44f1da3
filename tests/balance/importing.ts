import { basename, join } from 'node:path'
import type { Db } from '@hark/db'
import type { Imported } from '@hark/sources'
import { type TestProcess, until } from '@hark/testkit'
import { sql } from 'kysely'
import { importFile } from '../../services/cli/src/import/import-file.ts'
import { openImport } from '../../services/cli/src/import/open-import.ts'
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
      current = deployment.hark('import', path, '--programme', PROGRAMME, '--acknowledge', 'Test Person')
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

type Here = { db: Db; deployment: Deployment; url: (role?: string) => string }

/** The same by this process, which nobody kills; what it stores goes by `url`. */
export async function importHere(
  { db, deployment, url }: Here,
  path: string,
  storeBy = url('hark_ingest'),
): Promise<Imported> {
  const wanted = { path, programme: PROGRAMME, acknowledge: 'Test Person', command: '' }
  const opened = await openImport(db, wanted, { person: { ask: async () => null }, say: () => {} })
  if (!opened) throw new Error('nobody accepted the terms')
  return importFile({
    ...opened,
    url: storeBy,
    file: { path },
    secrets: { file: (name) => join(deployment.folder, 'secrets', name) },
    signal: new AbortController().signal,
    onProgress: () => {},
    onRejected: () => {},
  })
}
