import { appendEntries, newEntryId, uuidv7 } from '@hark/db'
import { sha256Hex } from '@hark/ledger'
import type { Stack } from '@hark/testkit'
import { sql } from 'kysely'

/** Decisions of one person, in order, each on a case of its own, the event told in the words given: rows as the api would write them, in bulk. */
export async function seedDecisions(
  stack: Stack,
  count: number,
  words: (n: number) => string,
  { atOnce = false } = {},
): Promise<void> {
  const post = await stack.seedPost()
  const author = stack.people.ana?.id ?? ''
  const start = Date.now() - 3_600_000
  const rows = Array.from({ length: count }, (_, n) => ({
    n: 1_000_000 + n,
    id: uuidv7(),
    case: uuidv7(),
    entry: newEntryId(),
    at: new Date(atOnce ? start : start + n).toISOString(),
    canonical: Buffer.from(JSON.stringify(documentOf(post.id, words(n)))),
  }))
  const column = <K extends keyof (typeof rows)[number]>(k: K) => rows.map((r) => r[k])
  await stack.db.transaction().execute(async (trx) => {
    await sql`insert into pv_case (id, programme_id, practice, product_group, patient, lane, state, ingested_at, flagged_at, last_entry)
      select c.id, k.programme_id, k.practice, k.product_group, 'seeded', k.lane, 'decided', k.ingested_at, k.flagged_at, c.entry
      from unnest(${column('case')}::uuid[], ${column('entry')}::uuid[]) as c(id, entry), pv_case k where k.id = ${post.caseId}`.execute(
      trx,
    )
    await sql`insert into decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, concluded_at, last_entry)
      select d.id, d.case_id, 1, ${author}, d.canonical, true, false, false, d.at, d.entry
      from unnest(${column('id')}::uuid[], ${column('case')}::uuid[], ${column('canonical')}::bytea[], ${column('at')}::timestamptz[], ${column('entry')}::uuid[])
        as d(id, case_id, canonical, at, entry)`.execute(trx)
    await appendEntries(
      trx,
      rows.map((r) => ({
        id: r.entry,
        actor: { id: author, kind: 'user' },
        action: 'decision.concluded',
        object: { type: 'decision', id: r.id },
        ref: { content_sha256: sha256Hex(r.canonical) },
      })),
    )
  })
}

const documentOf = (postId: string, words: string) => {
  const span = { postId, span: { start: 0, end: words.length, text: words } }
  const missing = { missing: 'not told' }
  return {
    posts: [{ id: postId }],
    conclusion: {
      criteria: { patient: missing, reporter: missing, product: missing, event: span },
      events: [{ term: words, ...span, seriousness: [] }],
      special: [],
    },
  }
}
