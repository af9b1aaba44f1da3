import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Db, expireAttempts, freePort, sealer, serviceRoles } from '@hark/db'
import { formatVkey, parseSkey } from '@hark/ledger'
import {
  createTestDatabase,
  PASSWORD,
  type SeededPerson,
  type ServiceName,
  type ServiceProcess,
  type ServiceWorld,
  seedPeople,
  startService,
  type TestDatabase,
  testKeys,
} from '@hark/testkit'
import { sql } from 'kysely'
import { writeRun } from '../../services/cli/src/start/run-file.ts'
import { Person } from '../journey/person.ts'
import { type Ran, runCli } from '../journey/run-cli.ts'

/** Hark with its services apart, each a process with its own role and keys, and the commands a person runs beside them. */
export class ListeningPost implements AsyncDisposable {
  readonly db: Db
  readonly dataDir = mkdtempSync(join(tmpdir(), 'hark-bluesky-'))
  readonly vkey = formatVkey(parseSkey(testKeys.checkpoint))
  readonly #database: TestDatabase
  readonly #world: ServiceWorld
  readonly #port: number
  readonly #people: Record<string, SeededPerson>
  readonly #running: ServiceProcess[] = []

  private constructor(o: {
    database: TestDatabase
    db: Db
    port: number
    people: Record<string, SeededPerson>
    env: Partial<Record<ServiceName, Record<string, string>>>
  }) {
    this.#database = o.database
    this.db = o.db
    this.#port = o.port
    this.#people = o.people
    this.#world = { url: o.database.url, env: o.env }
    // The commands find this deployment, and sign in to it, as they would with a running `hark start`.
    mkdirSync(join(this.dataDir, 'secrets'))
    for (const role of serviceRoles)
      writeFileSync(join(this.dataDir, 'secrets', `role-${role}`), new URL(o.database.url(role)).password)
    writeFileSync(join(this.dataDir, 'secrets', 'private-key'), testKeys.privateKey)
    writeRun(this.dataDir, { address: this.#address, databaseUrl: o.database.url() })
  }

  static async open(env: Partial<Record<ServiceName, Record<string, string>>>): Promise<ListeningPost> {
    const database = await createTestDatabase()
    const db = connect({ url: database.url(), max: 2 })
    // The server of the tests forgets on a power cut, and a publisher refuses such a one unless told.
    await sql.raw(`alter database ${database.name} set hark.unsafe_for_tests = 'on'`).execute(db)
    await db.insertInto('deployment').values({ kind: 'production' }).execute()
    const people = await seedPeople(db, sealer(Buffer.from(testKeys.privateKey, 'hex'), 'totp').seal)
    const port = await freePort()
    const api = { HARK_PORT: String(port), ...env.api }
    return new ListeningPost({ database, db, port, people, env: { ...env, api } })
  }

  /** Resolves when the service is ready. `env` is for this one life. */
  async run(name: ServiceName, env: Record<string, string> = {}): Promise<ServiceProcess> {
    const service = await startService(name, this.#world, env)
    this.#running.push(service)
    await service.ready()
    return service
  }

  /** What the publisher does two minutes after an attempt without an outcome, as its own role: now. */
  async endLeaseOfAttempts(): Promise<void> {
    const db = connect({ url: this.#database.url('hark_publisher'), max: 1 })
    await expireAttempts(db, 0).finally(() => db.destroy())
  }

  signIn(username: string): Promise<Person> {
    const { printedName, roles, totpSecret } = this.#people[username] as SeededPerson
    return Person.signIn(this.#address, { username, password: PASSWORD, printedName, roles, totpSecret })
  }

  hark(...args: string[]): Promise<Ran> {
    return runCli(args, { HARK_DATA: this.dataDir })
  }

  write(name: string, content: unknown): string {
    const path = join(this.dataDir, name)
    writeFileSync(path, JSON.stringify(content))
    return path
  }

  get #address(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((service) => service.stop()))
    await this.db.destroy()
    await this.#database[Symbol.asyncDispose]()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
