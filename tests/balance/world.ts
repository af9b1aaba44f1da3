import { join } from 'node:path'
import { connect, type Db, goLive, loadProgrammes } from '@hark/db'
import type { Programme } from '@hark/domain'
import { blueskySource } from '@hark/sources'
import { createTestDatabase, type ServiceWorld, type Supervisor, superviseServices } from '@hark/testkit'
import { createProgramme, type Deployment, deploy } from './deployment.ts'
import { products } from './generate.ts'

/** Seconds that a crash may hold up its batch; in service a minute, and two. */
export type Patience = { lease: number; requeue: number }

export type World = AsyncDisposable & {
  url: (role?: string) => string
  db: Db
  deployment: Deployment
  services: Supervisor
  programme: Programme
  /** A server of the test's own, on this machine, that ingest may reach from its next start on. */
  reach: (url: string) => void
}

/**
 * A database, a data folder and the three services that carry posts, on one queue backend. Nothing listens yet.
 * The services reach the database `via` a proxy where one is given; whoever looks does so directly.
 */
export async function startWorld(
  over: Partial<ServiceWorld> = {},
  patience: Patience = { lease: 10, requeue: 10 },
  via: (url: string) => string = (url) => url,
): Promise<World> {
  const database = await createTestDatabase()
  const deployment = deploy(database.url(), 'test')
  const programmeId = await createProgramme(database.url(), products)
  const db = connect({ url: database.url(), max: 2 })
  const ingest: Record<string, string> = {}
  const services = superviseServices({
    url: (role) => via(database.url(role)),
    ...over,
    env: {
      clock: {
        HARK_REQUEUE_SECONDS: String(patience.requeue),
        HARK_CHECKPOINT_FILE: join(deployment.folder, 'checkpoint'),
        HARK_HANDOFF_DIR: join(deployment.folder, 'handoff'),
      },
      classifier: { HARK_CLASSIFIER_LEASE_SECONDS: String(patience.lease) },
      ingest,
      ...over.env,
    },
  })
  return {
    url: database.url,
    db,
    deployment,
    services,
    programme: (await loadProgrammes(db)).get(programmeId) as Programme,
    reach: (url) => {
      ingest.HARK_FETCH_ALLOW = new URL(url).host
    },
    [Symbol.asyncDispose]: async () => {
      await services[Symbol.asyncDispose]()
      await db.destroy()
      deployment[Symbol.dispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Listens to a Jetstream server of the test's own, as a person who accepts the policy would have it. */
export async function listenTo({ db, programme, reach }: World, url: string): Promise<string> {
  reach(url)
  const actor = { id: 'test', kind: 'service' } as const
  const { sourceId } = await goLive(db, {
    programme,
    ...blueskySource([url]),
    acknowledgedBy: 'Test Person',
    actor,
  })
  return sourceId
}
