import { existsSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { appendEntry } from '@hark/db'
import { bytesSource, verifyBundle } from '@hark/ledger'
import {
  claim,
  closingConclusion,
  conclude,
  decide,
  forwardableConclusion,
  type SeededPost,
  sealLedger,
} from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { column, download, exportStack, LONG_AGO, upToNow } from './export.fixture.ts'
import { seedDecisions } from './many-decisions.fixture.ts'

const shared = resolve(import.meta.dirname, '../../../..', process.env.HARK_SHARED ?? '../shared')
const payloadFile = resolve(shared, 'vectors/swisskyrepo_PayloadsAllTheThings/CSV Injection/README.md')

test('a period comes as one bundle that verifies without us, every decision in it', async () => {
  await using stack = await exportStack()
  const [ana, aud] = [await stack.as('ana'), await stack.as('aud')]
  const [yes, no] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara?' })]
  const signed = await decide(ana, yes.caseId, forwardableConclusion(yes))
  await sealLedger(stack.db, stack.keys)
  const unsigned = await conclude(ana, no.caseId, closingConclusion('question_only'))
  await sealLedger(stack.db, stack.keys)
  const { bytes, csv, bundle, headers } = await download(stack, aud, await upToNow(stack))
  const result = await verifyBundle(bytesSource(bytes), { vkey: stack.keys.vkey })
  const brought = ['witnesses', 'previous checkpoint'] // what only a reader can bring along
  expect(result.checks.filter((c) => c.outcome !== 'ok' && !brought.includes(c.name))).toEqual([])
  expect(result.status).toBe('valid')
  expect(headers['content-disposition']).toMatch(/^attachment; filename="hark-2020-01-01-[\d-]+\.tar"$/)
  const listing = await csv('line-listing.csv')
  expect(column(listing, 'record_id')).toEqual([signed.id, unsigned.id])
  expect(column(listing, 'signer')).toEqual(['Ana Almeida', ''])
  expect(column(listing, 'event_verbatim')).toEqual(['terrible rash', ''])
  expect(column(await csv('posts.csv'), 'id').sort()).toEqual([yes.id, no.id].sort())
  expect(bundle.names()).toContain('manifest.note')
  const made = await stack.db
    .selectFrom('ledger_entry')
    .selectAll()
    .where('action', '=', 'export.made')
    .execute()
  expect(made).toHaveLength(1)
  expect(JSON.parse(made[0]?.body ?? '')).toMatchObject({
    actor: { id: stack.people.aud?.id },
    ref: { from: LONG_AGO },
  })
  expect(stack.failures).toEqual([])
})

test('a bundle that was changed, or is of another log, does not verify', async () => {
  await using stack = await exportStack()
  await stack.seedPost()
  await sealLedger(stack.db, stack.keys)
  const { bytes } = await download(stack, await stack.as('lea'), await upToNow(stack))
  const at = bytes.indexOf('posts.ingested')
  const changed = Buffer.from(bytes)
  changed[at] = 0x50
  const status = async (b: Buffer) => (await verifyBundle(bytesSource(b), { vkey: stack.keys.vkey })).status
  expect(at).toBeGreaterThan(0)
  expect(await status(bytes)).not.toBe('invalid')
  expect(await status(changed)).toBe('invalid')
})

test('the same query gives the same bytes, whatever happened since', async () => {
  await using stack = await exportStack()
  const [ana, lea, aud] = [await stack.as('ana'), await stack.as('lea'), await stack.as('aud')]
  const post = await stack.seedPost({ externalId: 'at://one' })
  const second = await stack.seedPost({ text: 'My dad took Zolvara: a terrible rash' })
  await decide(ana, post.caseId, forwardableConclusion(post))
  await sealLedger(stack.db, stack.keys)
  const query = await upToNow(stack)
  await later(stack.db)
  await sealLedger(stack.db, stack.keys)
  const first = await download(stack, aud, query)
  await decide(ana, second.caseId, closingConclusion())
  await sql`update handoff set sent_at = clock_timestamp(), attempts = 1, state = 'sent'`.execute(stack.db)
  await ana.post(`/api/cases/${post.caseId}/reopen`, { reason: 'one more look' })
  await joinInto(lea, post, await stack.seedPost({ text: 'Another of the same, Zolvara' }))
  await anotherModelJudges(stack.db)
  await stack.seedPost({ externalId: 'at://one', revision: '2', text: `${post.text} She died.` })
  await sealLedger(stack.db, stack.keys)
  const again = await download(stack, aud, query)
  expect(again.bytes.equals(first.bytes)).toBe(true)
  const now = await download(stack, aud, await upToNow(stack))
  expect(now.bytes.equals(first.bytes)).toBe(false)
  expect(column(await now.csv('line-listing.csv'), 'void_reason')).toContain('one more look')
  expect(stack.failures).toEqual([])
})

type Lea = Parameters<typeof claim>[0]
async function joinInto(lea: Lea, into: SeededPost, from: SeededPost): Promise<void> {
  const token = await claim(lea, into.caseId)
  const joined = await lea.post(`/api/cases/${into.caseId}/join`, { token, from: from.caseId })
  if (joined.status !== 200) throw new Error(joined.body.message)
}

type Db = Parameters<typeof sealLedger>[0]
const later = (db: Db) =>
  db.transaction().execute((trx) =>
    appendEntry(trx, {
      actor: { id: 'seed', kind: 'service' },
      action: 'model.changed',
      object: { type: 'model', id: 'x' },
    }),
  )

/** A later engine is surer of the same posts. */
const anotherModelJudges = (db: Db) =>
  sql`insert into finding (id, post_id, product_id, model, score, threshold, flagged, detail, sentiment, sentiment_score, lang, entry_id)
    select gen_random_uuid(), post_id, product_id, 'later-2', 0.99, threshold, flagged, detail, sentiment, sentiment_score, lang, entry_id from finding`.execute(
    db,
  )

test('a period is from an instant up to, not including, another; programme and product narrow it', async () => {
  await using stack = await exportStack()
  const ana = await stack.as('ana')
  const post = await stack.seedPost()
  const decision = await decide(ana, post.caseId, forwardableConclusion(post))
  await sealLedger(stack.db, stack.keys)
  const { concluded_at: at } = await stack.db
    .selectFrom('decision')
    .select(
      sql<string>`to_char(concluded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as(
        'concluded_at',
      ),
    )
    .executeTakeFirstOrThrow()
  const { to } = await upToNow(stack)
  const other = await stack.seedProgramme()
  const cases: [Record<string, string>, string[]][] = [
    [{ from: at, to }, [decision.id]],
    [{ from: LONG_AGO, to: at }, []],
    [{ from: LONG_AGO, to, programme: stack.programme.id }, [decision.id]],
    [{ from: LONG_AGO, to, programme: other.id }, []],
    [{ from: LONG_AGO, to, product: 'Zolvara' }, [decision.id]],
    [{ from: LONG_AGO, to, product: 'Ondavra' }, []],
  ]
  for (const [query, ids] of cases) {
    const { csv } = await download(stack, ana.person ? await stack.as('lea') : ana, query)
    expect([query, column(await csv('line-listing.csv'), 'record_id')]).toEqual([query, ids])
  }
  for (const who of ['ana', 'cho', 'oli'])
    expect((await (await stack.as(who)).get(`/api/audit/export?from=${LONG_AGO}&to=${to}`)).status).toBe(403)
})

test.skipIf(!existsSync(payloadFile))(
  'no cell is a formula, whatever was posted (skipped without PayloadsAllTheThings)',
  async () => {
    const readme = readFileSync(payloadFile, 'utf8')
    const payloads = [...readme.matchAll(/```text\n([\s\S]*?)```/g)].flatMap((m) =>
      (m[1] as string).trim().split('\n'),
    )
    const own = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠SUM(1)',
      '"=1',
      ',=1',
      'a\r\n=1',
    ]
    const all = [...payloads.map((p) => p.trim()), ...own]
    expect(payloads.length).toBeGreaterThan(10)
    await using stack = await exportStack()
    await seedDecisions(stack, all.length, (n) => all[n] as string)
    await sealLedger(stack.db, stack.keys)
    const { csv, bundle } = await download(stack, await stack.as('lea'), await upToNow(stack))
    const rows = await csv('line-listing.csv')
    const verbatim = column(rows, 'event_verbatim')
    expect(verbatim).toHaveLength(all.length)
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/)
    for (const [n, payload] of all.entries()) expect([payload, `'${payload}`]).toContain(verbatim[n])
    const records = (await bundle.text('records.jsonl')).trimEnd().split('\n')
    const exact = records.map((r) => JSON.parse(JSON.parse(r).conclusion).conclusion.events[0].span.text)
    expect(exact).toEqual(all) // the exact words stay in the records
  },
)

test('there is no row cap: 5,200 decisions of one instant come out once each', async () => {
  await using stack = await exportStack()
  await seedDecisions(stack, 5_200, () => 'rash', { atOnce: true })
  await sealLedger(stack.db, stack.keys)
  const { csv, bytes } = await download(stack, await stack.as('lea'), await upToNow(stack))
  const ids = column(await csv('line-listing.csv'), 'record_id')
  expect(ids).toHaveLength(5_200)
  expect(new Set(ids).size).toBe(5_200)
  expect((await verifyBundle(bytesSource(bytes), { vkey: stack.keys.vkey })).status).not.toBe('invalid')
})

test('a reader that goes away in the middle stops nothing but its own download', async () => {
  await using stack = await exportStack()
  await seedDecisions(stack, 1_500, () => 'rash')
  await sealLedger(stack.db, stack.keys)
  const lea = await stack.as('lea')
  await stack.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = stack.app.server.address() as AddressInfo
  const query = new URLSearchParams(await upToNow(stack))
  for (let n = 0; n < 3; n++)
    await new Promise<void>((done) => {
      const req = get(
        { port, path: `/api/audit/export?${query}`, headers: lea.headers, agent: false },
        (res) => {
          res.once('data', () => res.destroy())
          res.once('close', () => done())
        },
      )
      req.once('error', () => done())
    })
  const whole = await download(stack, lea, Object.fromEntries(query))
  expect(column(await whole.csv('line-listing.csv'), 'record_id')).toHaveLength(1_500)
  expect((await lea.get('/api/audit/exports')).body.items).toHaveLength(4) // each was made, read to the end or not
})

test('before anything is published there is nothing to export, and it says so', async () => {
  await using stack = await exportStack()
  const reply = await (await stack.as('lea')).get(
    `/api/audit/export?from=${LONG_AGO}&to=2030-01-01T00:00:00Z`,
  )
  expect([reply.status, reply.body.code]).toEqual([404, 'not_found'])
})
