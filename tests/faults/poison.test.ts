import { superviseServices, until } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { generateTraffic } from '../balance/generate.ts'
import { importStubbornly } from '../balance/importing.ts'
import { startWorld, type World } from '../balance/world.ts'

/** For a crowded machine; alone, a test takes some fifteen seconds. */
const LONG = 180_000
const POISON = 3
const MOST_ATTEMPTS = 5

const poisonous = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    JSON.stringify({ id: `poison-${i}`, text: `Zolvara with hemlock gave me a rash, number ${i}` }),
  )

async function bring({ db, deployment }: World, name: string, lines: string[]): Promise<void> {
  await importStubbornly(db, deployment, deployment.write(name, lines.join('\n'))).done
}

async function expectSetAside(world: World): Promise<void> {
  const { db } = world
  const states = async () =>
    (
      await sql<{ poison: boolean; state: string; n: number; tries: number }>`
      select external_id like 'poison-%' as poison, state, count(*)::int as n, max(attempts) as tries
      from post_stage s join post p on p.id = s.post_id group by 1, 2 order by 1, 2`.execute(db)
    ).rows
  await until(
    'the poison is set aside and all else is judged',
    async () => (await states()).every((s) => s.state === (s.poison ? 'quarantined' : 'done')),
    LONG / 2,
    async () => `${JSON.stringify(await states())} ${world.services.outputs().join('\n')}`,
  )
  const found = await states()
  expect(found.find((s) => s.poison)).toMatchObject({ n: POISON, tries: MOST_ATTEMPTS })
  const entries = await sql<{ n: number }>`
    select count(*)::int as n from ledger_entry where action = 'post.quarantined' group by object_id`.execute(
    db,
  )
  expect(entries.rows).toEqual(Array.from({ length: POISON }, () => ({ n: 1 })))
  const balance = world.deployment.hark('balance')
  expect((await balance.ended).code, balance.output()).toBe(0)
}

test(
  'posts that cannot be saved are set aside after five tries, and take none of their batch with them',
  async () => {
    await using world = await startWorld({}, { lease: 4, requeue: 3 })
    await sql`create function public.refuse_hemlock() returns trigger language plpgsql security definer as $$
    begin
      if exists (select from hark.post where id = new.post_id and text like '%hemlock%') then raise exception 'poison'; end if;
      return new;
    end $$`.execute(world.db)
    await sql`create trigger poison before insert on hark.finding for each row execute function public.refuse_hemlock()`.execute(
      world.db,
    )
    await Promise.all((['clock', 'classifier'] as const).map((name) => world.services.keep(name)))
    const healthy = generateTraffic(11, 300).lines.map((l) => l.text)
    await bring(world, 'mixed.jsonl', [...healthy.slice(0, 150), ...poisonous(POISON), ...healthy.slice(150)])
    await expectSetAside(world)
    expect(world.services.deaths).toEqual([])
  },
  LONG,
)

test(
  'posts that kill whoever takes them are set aside too: the try counts when it begins',
  async () => {
    await using world = await startWorld({}, { lease: 4, requeue: 3 })
    await world.services.keep('clock')
    const classifier = { HARK_CRASH_AT: 'classify.afterClaim', HARK_CLASSIFIER_LEASE_SECONDS: '1' }
    await using mortals = superviseServices({ url: world.url, env: { classifier } })
    await mortals.keep('classifier')
    await bring(world, 'deadly.jsonl', poisonous(POISON))
    await expectSetAside(world)
    expect(mortals.deaths.filter((d) => d.signal === 'SIGKILL').length).toBeGreaterThanOrEqual(MOST_ATTEMPTS)
  },
  LONG,
)
