import { sha256Hex, verifyLog } from '@hark/ledger'
import {
  claim,
  closingConclusion,
  type conclude,
  type LedgerKeys,
  ledgerKeys,
  type SeededPost,
  type Stack,
  sealLedger,
  TEST_KEY,
} from '@hark/testkit'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { appendEntry, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { newestCheckpoint } from '../ledger/checkpoint.ts'
import { readOpenings } from '../ledger/openings.ts'
import { readLeafHashes, readLeaves, readSignatures } from '../ledger/read.ts'
import { sealer } from '../seal.ts'
import { removalProof } from './proof.ts'
import { under } from './sweep.fixture.ts'
import { sweepRemovals } from './sweep.ts'

export const TOLD =
  'Nan took Zolvara and came out in quinceberry welts, the nurse says it was the strawberries.'
/** Words of that post as nobody else writes them. */
export const OWN_WORDS = ['quinceberry', 'strawberries']

/** Closed because the reporter excluded causality, in words of the post in every place that takes some. */
export function unrelated(post: SeededPost) {
  const at = (words: string) => ({ postId: post.id, span: post.span(words) })
  return closingConclusion('reporter_excluded_causality', {
    criteria: {
      patient: at('Nan'),
      reporter: { missing: 'Who else saw the quinceberry welts?' },
      product: at('Zolvara'),
      event: at('quinceberry welts'),
    },
    events: [{ term: 'quinceberry welts', ...at('quinceberry welts'), seriousness: [] }],
    quote: at('the nurse says it was the strawberries'),
    note: 'She is sure of the strawberries.',
  })
}

/** A stack under these terms with a ledger that can be sealed and verified, private values opened. */
export async function quoting(...terms: Parameters<typeof under>) {
  const stack = await under(...terms)
  const keys = ledgerKeys()
  const seal = () => sealLedger(stack.db, keys)
  const proof = async ({ id }: SeededPost) => (await removalProof(stack.dbAs('hark_auditor'), id))[0]
  const sweep = async (post: SeededPost) => {
    await sweepRemovals(stack.clock)
    return stack.state(post)
  }
  return Object.assign(stack, { seal, proof, sweep, verified: () => verified(stack.db, keys) })
}

/** A second patient of the only post: another case, concluded on its own. */
export async function split(stack: Awaited<ReturnType<typeof quoting>>, post: SeededPost): Promise<string> {
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const given = { token, postIds: [post.id], patient: 'her quinceberry sister' }
  const { body } = await ana.post(`/api/cases/${post.caseId}/split`, given)
  return body.caseId
}

type Decision = Awaited<ReturnType<typeof conclude>>

/** A conclusion as it was kept before words were committed to: the bytes hold them. */
export async function concludedAsBefore({ db, people }: Stack, post: SeededPost): Promise<Decision> {
  const [entry, id] = [newEntryId(), uuidv7()]
  const actor = { id: people.ana?.id ?? '', kind: 'user' } as const
  const bytes = Buffer.from(JSON.stringify({ v: 1, posts: [{ id: post.id }], conclusion: unrelated(post) }))
  const contentSha256 = sha256Hex(bytes)
  await db.transaction().execute(async (trx) => {
    await sql`insert into decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, last_entry)
      values (${id}, ${post.caseId}, 1, ${actor.id}, ${bytes}, false, false, false, 'reporter_excluded_causality', ${entry})`.execute(
      trx,
    )
    await sql`update pv_case set state = 'concluded' where id = ${post.caseId}`.execute(trx)
    const [object, ref] = [{ type: 'decision', id }, { content_sha256: contentSha256 }]
    await appendEntry(trx, { id: entry, actor, action: 'decision.concluded', object, ref })
  })
  return { id, contentSha256 } as Decision
}

async function verified(db: Db, keys: LedgerKeys) {
  await sealLedger(db, keys)
  const head = await newestCheckpoint(db)
  const size = head?.size ?? 0
  return verifyLog({
    vkey: [keys.vkey],
    checkpoint: head?.note ?? '',
    entries: readLeaves(db, 0, size),
    leafHashes: readLeafHashes(db, 0, size),
    signatures: each(await readSignatures(db, size)),
    openings: readOpenings(db, size, sealer(TEST_KEY, 'ledger').open),
  })
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

/** Every place of the whole database, by table and column, where any of these words stand in the clear. */
export async function placesOf(db: Db, words: readonly string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ place: string; name: string; column: string; binary: boolean }>`
    select format('%s.%s', c.relname, a.attname) as place, c.oid::regclass::text as name, quote_ident(a.attname) as column, t.typname = 'bytea' as binary
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and (t.typname in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'tsvector', 'xml') or t.typcategory = 'A')
    order by 1`.execute(db)
  const found: string[] = []
  for (const { place, name, column, binary } of columns) {
    const text = sql.raw(binary ? `encode(${column}, 'escape')` : `${column}::text`)
    const { rows } = await sql`select 1 from ${sql.raw(name)} t
      where exists (select from unnest(${[...words]}::text[]) w where position(w in ${text}) > 0) limit 1`.execute(
      db,
    )
    if (rows.length > 0) found.push(place)
  }
  return found
}
