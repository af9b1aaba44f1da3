import {
  type Client,
  closingConclusion,
  decide,
  forwardableConclusion,
  ledgerKeys,
  sealLedger,
  seedReply,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

async function auditedStack() {
  const keys = ledgerKeys()
  const stack = await startStack({ config: { HARK_LEDGER_VKEY: keys.vkey } })
  return Object.assign(stack, { keys })
}
type Entry = {
  stagedNo?: number
  entryId: string
  action: string
  actor: string
  objectType: string
  objectId: string
  practice: boolean
  at: string
}
const entries = async (who: Client, query = '') =>
  (await who.get(`/api/audit/entries${query}`)).body as { items: Entry[]; next: string | null }
const actions = async (who: Client, query: string) => (await entries(who, query)).items.map((e) => e.action)

test('the timeline is newest first, whole by pages, and steady while entries arrive', async () => {
  await using stack = await auditedStack()
  const aud = await stack.as('aud')
  for (const n of [1, 2, 3]) await stack.seedPost({ text: `Zolvara ${n}` })
  const whole = (await entries(aud, '?limit=500')).items.map((e) => e.entryId)
  const seen: string[] = []
  for (let next: string | null = '', page = 0; next !== null && page < 50; page++) {
    const got = await entries(aud, `?limit=3${next && `&cursor=${next}`}`)
    seen.push(...got.items.map((e) => e.entryId))
    next = got.next
    if (page === 1) await stack.seedPost({ text: 'Zolvara, late' })
  }
  expect(seen).toEqual(whole)
  expect(new Set(seen).size).toBe(seen.length)
})

test('it is narrowed by action, by kind of action, by object, by person and by time', async () => {
  await using stack = await auditedStack()
  const [ana, aud] = [await stack.as('ana'), await stack.as('aud')]
  const post = await stack.seedPost()
  const decision = await decide(ana, post.caseId, closingConclusion())
  expect(await actions(aud, '?action=case.opened')).toEqual(['case.opened'])
  expect(await actions(aud, '?action=decision.')).toEqual(['decision.signed', 'decision.concluded'])
  expect(await actions(aud, '?action=case.%25')).toEqual([]) // a wildcard is no wildcard
  expect(await actions(aud, `?objectType=decision&objectId=${decision.id}`)).toHaveLength(2)
  const byName = (await entries(aud, '?actor=ana')).items
  expect(new Set(byName.map((e) => e.actor))).toEqual(new Set(['Ana Almeida']))
  expect(byName.map((e) => e.action)).toContain('session.opened')
  expect(await actions(aud, `?actor=${stack.people.ana?.id}`)).toEqual(byName.map((e) => e.action))
  const concluded = byName.find((e) => e.action === 'decision.concluded')?.at as string
  expect(await actions(aud, `?from=${concluded}`)).toContain('decision.concluded')
  expect(await actions(aud, `?to=${concluded}`)).not.toContain('decision.signed')
  for (const who of ['ana', 'cho', 'oli'])
    expect((await (await stack.as(who)).get('/api/audit/entries')).status).toBe(403)
  expect(stack.failures).toEqual([])
})

test('an entry about an invented post, case, reply, hand-off, source or programme is marked practice, no other', async () => {
  await using stack = await auditedStack()
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice', name: 'Practice' })
  for (const programme of [stack.programme, practice]) {
    const post = await stack.seedPost({}, programme)
    await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
    await seedReply({ ...stack, programme }, { post: { text: 'Zolvara and a fall' } })
  }
  const marked = (await entries(await stack.as('aud'), '?limit=500')).items
  const typesOf = (is: boolean) => new Set(marked.filter((e) => e.practice === is).map((e) => e.objectType))
  const about = ['case', 'decision', 'handoff', 'programme', 'response', 'source']
  expect([...typesOf(true)].sort()).toEqual(about)
  expect([...typesOf(false)]).toEqual(expect.arrayContaining([...about, 'person']))
  const of = (id: string) => new Set(marked.filter((e) => e.objectId === id).map((e) => e.practice))
  expect(of(practice.id)).toEqual(new Set([true]))
  expect(of(stack.programme.sourceId)).toEqual(new Set([false]))
  await sql`set session_replication_role = replica; update ledger_entry set object_id = 'x' where object_type = 'case'`.execute(
    stack.db,
  )
  expect(await actions(await stack.as('aud'), '?action=case.opened')).toHaveLength(4) // an id that is none ends no timeline
})

test('the checkpoint says how much is sealed, and with which key to check it', async () => {
  await using stack = await auditedStack()
  const lea = await stack.as('lea')
  expect((await lea.get('/api/audit/checkpoint')).body).toBeNull()
  expect((await lea.post('/api/audit/verify')).body).toMatchObject({
    status: 'incomplete',
    size: 0,
    root: null,
  })
  await sealLedger(stack.db, stack.keys)
  await stack.seedPost()
  const head = (await lea.get('/api/audit/checkpoint')).body
  expect(head).toMatchObject({ vkey: stack.keys.vkey, unsequenced: 3 })
  expect(head.note).toContain(`\n${head.size}\n`)
})

/** What somebody with all rights of the database does behind our back → the entry that is then named. */
const tampering: [string, (index: number) => string][] = [
  [
    'its bytes',
    (n) =>
      `update ledger_entry set leaf = replace(convert_from(leaf, 'UTF8'), 'case.opened', 'case.joined')::bytea where leaf_index = ${n}`,
  ],
  [
    'bytes and hash',
    (n) =>
      `update ledger_entry set leaf = '\\x7b7d', leaf_hash = sha256('\\x007b7d') where leaf_index = ${n}`,
  ],
  ['its hash', (n) => `update ledger_entry set leaf_hash = sha256('') where leaf_index = ${n}`],
  ['the action shown', (n) => `update ledger_entry set action = 'case.held' where leaf_index = ${n}`],
  ['the time shown', (n) => `update ledger_entry set at = at - interval '1 day' where leaf_index = ${n}`],
  [
    'who is shown',
    (n) => `update ledger_entry set body = replace(body, 'classifier', 'nobody') where leaf_index = ${n}`,
  ],
  ['the object shown', (n) => `update ledger_entry set object_id = 'another' where leaf_index = ${n}`],
  ['all of it: gone', (n) => `delete from ledger_entry where leaf_index = ${n}`],
]

test('an entry that was changed behind our back is named', async () => {
  await using stack = await auditedStack()
  const lea = await stack.as('lea')
  await sealLedger(stack.db, stack.keys)
  const post = await stack.seedPost()
  await stack.seedPost({ text: 'Zolvara, after it' })
  await sealLedger(stack.db, stack.keys)
  const verify = async () => (await lea.post('/api/audit/verify')).body
  expect(await verify()).toMatchObject({ status: 'valid', firstBad: null })
  const { leaf_index } = await stack.db
    .selectFrom('ledger_entry')
    .select('leaf_index')
    .where('object_id', '=', post.caseId)
    .executeTakeFirstOrThrow()
  const raw = (statement: string) =>
    sql
      .raw(`set session_replication_role = replica; ${statement}; reset session_replication_role`)
      .execute(stack.db)
  await raw('create table public.kept as table ledger_entry')
  for (const [what, tamper] of tampering) {
    await raw(tamper(leaf_index as number))
    const found = await verify()
    // a stored hash alone is no part of an entry: the ledger is invalid, the entry itself is not
    const named = what === 'its hash' ? undefined : leaf_index
    expect([what, found.status, found.firstBad?.index]).toEqual([what, 'invalid', named])
    await raw(`delete from ledger_entry; insert into ledger_entry overriding system value table public.kept`)
  }
  expect(await verify()).toMatchObject({ status: 'valid' })
  expect(stack.failures).toEqual([])
})

test('neither the api nor any service can change what is written', async () => {
  await using stack = await auditedStack()
  await stack.seedPost()
  for (const role of [
    'hark_api',
    'hark_ingest',
    'hark_classifier',
    'hark_publisher',
    'hark_clock',
    'hark_auditor',
  ]) {
    const db = stack.dbAs(role)
    for (const statement of [
      `update ledger_entry set body = '{}'`,
      'delete from ledger_entry',
      'truncate ledger_entry cascade',
      'delete from ledger_checkpoint',
    ])
      await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: '42501' })
  }
  await expect(sql`update ledger_entry set body = '{}'`.execute(stack.db)).rejects.toMatchObject({
    code: '42501',
  })
})
