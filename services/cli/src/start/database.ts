import { join } from 'node:path'
import { type EmbeddedPostgres, startPostgres } from '@hark/db'
import { pause } from '@hark/runtime'
import type { StartConfig } from './config.ts'

const TRIES = 5

export type Database = {
  /** As superuser. */
  url: string
  stop: () => Promise<void>
}

export type DatabaseEvents = {
  note: (text: string) => void
  /** The database ended and could not be brought back. */
  lost: (error: Error) => void
}

/** The embedded Postgres of a deployment, started again on the same port when it dies; or the one DATABASE_URL names. */
export async function openDatabase(config: StartConfig, events: DatabaseEvents): Promise<Database> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} }
  const dataDir = join(config.dataDir, 'postgres')
  const stopping = new AbortController()
  let server = await startPostgres({ dataDir, log: events.note })
  const { url, port } = server

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      await server.exited
      await server.stop()
      if (stopping.signal.aborted) return
      events.note('The database ended unexpectedly; starting it again.')
      server = await startAgain(() => startPostgres({ dataDir, port, log: events.note }), stopping.signal)
    }
  }

  const running = keepRunning().catch((error) => events.lost(error))
  return {
    url,
    async stop() {
      stopping.abort()
      await server.stop()
      await running
    },
  }
}

async function startAgain(
  start: () => Promise<EmbeddedPostgres>,
  signal: AbortSignal,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === TRIES || signal.aborted) throw error
      await pause(500 * 2 ** attempt, signal)
    }
  }
}
