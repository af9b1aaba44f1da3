import { appendEntry, type Db, newEntryId, uuidv7 } from '@hark/db'
import { canonicalBytes } from '@hark/ledger'
import type { SeededProgramme } from '@hark/testkit'
import { sql } from 'kysely'

/** Each holds an advisory lock of its conversation until its transaction ends; Postgres keeps some thousands. */
const AT_ONCE = 1_000

/** Stands in the bytes where each reply names the post it answers. */
const PLACE = 'the-post'

/** Drafted replies to as many cases, each in a conversation of its own, half of them offered for sign-off. */
export async function seedManyReplies(
  db: Db,
  programme: SeededProgramme,
  by: { reviewer: string; author: string },
  count: number,
): Promise<void> {
  const target = { id: PLACE, cid: null }
  const canonical = canonicalBytes({
    platform: programme.platform,
    account: 'practice-safety-team',
    in_reply_to: { parent: target, root: target },
    text: 'Thank you for telling us. Please write to safety@test-pharma.example.',
    createdAt: new Date().toISOString(),
    langs: ['en'],
  })
  const written = Buffer.from(canonical).toString('utf8')
  for (let from = 0; from < count; from += AT_ONCE)
    await db.transaction().execute(async (trx) => {
      const entry = newEntryId()
      await sql`create temporary table many on commit drop as
        select gen_random_uuid() as id, c.case_id, c.post_id, p.external_id, row_number() over () as n
        from (select * from case_post order by case_id offset ${from} limit ${Math.min(AT_ONCE, count - from)}) c
        join post p on p.id = c.post_id`.execute(trx)
      await sql`insert into reply_release (id, case_id, post_id, released_by, note, last_entry)
        select gen_random_uuid(), case_id, post_id, ${by.reviewer}, '', ${entry} from many`.execute(trx)
      await sql`insert into gate.response (id, programme_id, case_id, post_id, practice, last_entry)
        select id, ${programme.id}, case_id, post_id, ${programme.kind === 'practice'}, ${entry} from many`.execute(
        trx,
      )
      await sql`insert into gate.response_version (id, response_id, version, author_id, canonical, template, lint, last_entry)
        select gen_random_uuid(), id, 1, ${by.author}, convert_to(replace(${written}, ${PLACE}, external_id), 'UTF8'), 'handoff.en', ${LINT}, ${entry} from many`.execute(
        trx,
      )
      await sql`update gate.response set submitted_version = 1 where id in (select id from many where n % 2 = 0)`.execute(
        trx,
      )
      const object = { type: 'response', id: uuidv7() }
      const actor = { id: 'seed', kind: 'service' } as const
      await appendEntry(trx, { actor, action: 'response.drafted', object }, { id: entry })
    })
  await sql`analyze gate.response, gate.response_version`.execute(db)
}

const LINT = JSON.stringify({
  ruleSet: 'bench',
  findings: [],
  blocked: false,
  length: { used: 70, limit: 500, unit: 'characters' },
})
