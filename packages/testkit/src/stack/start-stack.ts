import { type ApiConfig, type ApiContext, createApp, createContext } from '@hark/api'
import { connect, type Db } from '@hark/db'
import { createTestDatabase } from '../postgres/index.ts'
import { auditActions } from './audit.ts'
import { type AppClock, type Client, signedOut, signIn } from './client.ts'
import { collectFailures } from './failures.ts'
import { type SeededPerson, seedPeople } from './seed-people.ts'
import { type PostToSeed, type SeededPost, seedPost } from './seed-post.ts'
import { type ProgrammeToSeed, type SeededProgramme, seedProgramme } from './seed-programme.ts'
import { testConfig } from './test-config.ts'

export type StackOptions = {
  config?: Partial<ApiConfig>
  /** The programme that `seedPost` uses; null for none. */
  programme?: ProgrammeToSeed | null
  deployment?: 'practice' | 'production'
}

export type Stack = AsyncDisposable & {
  /** As superuser, for seeding and looking; the app itself is `hark_api`. */
  db: Db
  /** As any service role, to show what its grants refuse. */
  dbAs: (role: string) => Db
  /** Where the database is, for a service that runs as a process: `TestDatabase.url`. */
  url: (role?: string) => string
  ctx: ApiContext
  app: Awaited<ReturnType<typeof createApp>>
  /** Moves the app's clock; starts at the real time. The database keeps its own. */
  clock: AppClock
  people: Record<string, SeededPerson>
  programme: SeededProgramme
  /** A signed-in person; the same one each time. */
  as: (username: string) => Promise<Client>
  /** Nobody: no cookie, no token. */
  anonymous: Client
  seedProgramme: (programme?: ProgrammeToSeed) => Promise<SeededProgramme>
  seedPost: (post?: PostToSeed, programme?: SeededProgramme) => Promise<SeededPost>
  /** Actions of one object's ledger entries, oldest first. */
  auditActions: (objectId: string) => Promise<string[]>
  /** Errors the app answered with 5xx: a test that expects none shows what went wrong. */
  failures: Error[]
}

/** The real api on a database of its own, as the role it has in service: `await using stack = await startStack()`. */
export async function startStack(opts: StackOptions = {}): Promise<Stack> {
  const database = await createTestDatabase()
  const db = connect({ url: database.url(), max: 4 })
  const clock = appClock()
  const ctx = createContext(testConfig(database.url('hark_api'), opts.config ?? {}), { now: clock.now })
  const app = await createApp(ctx)
  const failures = collectFailures(app)
  const kind = opts.deployment ?? 'practice'
  await db.insertInto('deployment').values({ kind }).execute()
  const people = await seedPeople(db, ctx.totpSeal.seal)
  const programme = opts.programme === null ? null : await seedProgramme(db, opts.programme)
  const opened: Db[] = [db, ctx.db]
  const use = (other: Db) => {
    opened.push(other)
    return other
  }
  return {
    db,
    url: database.url,
    dbAs: (role) => use(connect({ url: database.url(role), max: 2 })),
    ctx,
    app,
    clock,
    people,
    programme: programme as SeededProgramme,
    failures,
    as: signedIn(app, people, clock),
    anonymous: signedOut(app),
    seedProgramme: (p) => seedProgramme(db, p),
    seedPost: (post, at) => seedPost(db, at ?? (programme as SeededProgramme), post),
    auditActions: (id) => auditActions(db, id),
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await Promise.all(opened.map((d) => d.destroy()))
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Starts at the real time; the database keeps its own. */
function appClock(): AppClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (ms) => {
      ahead += ms
    },
  }
}

/** Signs each person in once. */
function signedIn(app: Stack['app'], people: Stack['people'], clock: AppClock): Stack['as'] {
  const clients = new Map<string, Promise<Client>>()
  return (username) => {
    const person = people[username]
    if (!person) throw new Error(`nobody is called ${username}; there are ${Object.keys(people).join(', ')}`)
    const client = clients.get(username) ?? signIn(app, person, clock)
    clients.set(username, client)
    return client
  }
}
