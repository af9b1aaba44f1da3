import { connect, type Db, expireAttempts, freePort, sealer } from '@hark/db'
import {
  type LocalForum,
  PASSWORD,
  type SeededPerson,
  type SeededPost,
  type ServiceWorld,
  seedPeople,
  seedPost,
  seedProgramme,
  startLocalForum,
  testKeys,
  until,
} from '@hark/testkit'
import { sql } from 'kysely'
import { Person } from '../journey/person.ts'
import { Desk, type People } from './desk.ts'
import type { World } from './world.ts'

/** Few, for each takes two people a score of requests; every one is forwarded, and answered in public. */
const CASES = 20
/** As slow as a forum is: else a publisher would hardly ever be killed in the middle of a sending. */
const FORUM_MS = 300

export type DeskServices = {
  forum: LocalForum
  address: string
  env: NonNullable<ServiceWorld['env']>
}

/** What the api and the publisher are to be told, before there is a world. */
export async function deskServices(): Promise<DeskServices> {
  const forum = await startLocalForum({ answersAfterMs: FORUM_MS })
  const port = String(await freePort())
  const api = {
    HARK_PORT: port,
    HARK_REPLY_PLATFORMS: 'discourse',
    HARK_HOLD_SECONDS: '0',
    HARK_PV_CONTACT: 'safety@test-pharma.example',
  }
  return { forum, address: `http://127.0.0.1:${port}`, env: { api, publisher: forum.env } }
}

/** Cases on the desk, everybody signed in, the first case done in peace. */
export async function openDesk(world: World, { forum, address }: DeskServices): Promise<Desk> {
  const { db, services } = world
  const posts = await seedCases(world, forum)
  const seeded = await seedPeople(db, sealer(Buffer.from(testKeys.privateKey, 'hex'), 'totp').seal)
  await trustUnsafeServer(db)
  await Promise.all([services.keep('api'), services.keep('publisher')])
  const signIn = (name: string) =>
    Person.signIn(address, { ...(seeded[name] as SeededPerson), password: PASSWORD })
  const names = ['ana', 'ben', 'cho', 'lea', 'luc']
  const people = await Promise.all(names.map(async (name) => [name, await signIn(name)]))
  const desk = new Desk(forum, posts, Object.fromEntries(people) as People)
  await desk.open()
  return desk
}

/** The tests' Postgres does not sync to disk, which a publisher refuses; nobody kills Postgres here. */
async function trustUnsafeServer(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  const database = sql.id(rows[0]?.name ?? '')
  await sql`alter role hark_publisher in database ${database} set hark.unsafe_for_tests = 'on'`.execute(db)
}

async function seedCases({ db }: World, forum: LocalForum): Promise<SeededPost[]> {
  await db.insertInto('deployment').values({ kind: 'practice' }).execute()
  const programme = await seedProgramme(db, {
    name: 'Desk',
    kind: 'practice', // whose safety database acknowledges by itself
    platform: 'discourse',
    replyAccount: forum.account,
  })
  // No service of ours polls the forum.
  await db.updateTable('source').set({ state: 'paused' }).where('id', '=', programme.sourceId).execute()
  const posts: SeededPost[] = []
  for (let n = 1; n <= CASES; n++) posts.push(await seedPost(db, programme, forum.post(n)))
  return posts
}

/** All that is signed has arrived: acknowledged by the safety database, public in the forum. */
export async function untilArrived(world: World, desk: Desk, deadlineMs: number): Promise<void> {
  const { services, db } = world
  await expireWhatDied(world)
  await until('the api is back', () => desk.reached(), deadlineMs)
  await desk.resolveUnknown()
  const open = async () => {
    const [replies, handoffs] = await Promise.all([
      db.selectFrom('gate.response_status').select('id').where('state', '<>', 'sent').execute(),
      db.selectFrom('handoff').select('id').where('state', '<>', 'acked').execute(),
    ])
    return { replies: replies.length, handoffs: handoffs.length }
  }
  await until(
    'every reply is sent, every hand-off acknowledged',
    async () => Object.values(await open()).every((n) => n === 0),
    deadlineMs,
    async () => `${JSON.stringify(await open())}; ${services.outputs().join('\n')}`,
  )
}

/** With no publisher running, no attempt is under way: what has no outcome is unknown at once, not after its lease. */
async function expireWhatDied({ services, url }: World): Promise<void> {
  await services.rest('publisher')
  const db = connect({ url: url('hark_publisher'), max: 1 })
  await expireAttempts(db, 0).finally(() => db.destroy())
  await services.keep('publisher')
}
