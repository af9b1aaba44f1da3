import { createHash, randomBytes } from 'node:crypto'
import {
  closedPeriods,
  type Draw,
  drawSample,
  frameText,
  type Period,
  type SamplePlan,
  samplePlans,
  stratumKey,
} from '@hark/domain'
import { commitBatch } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'
import { type Frame, isSettled, readFrame } from './frame.ts'
import { openSampleCases } from './open-cases.ts'

type Programme = { id: string; kind: 'live' | 'practice' }
type Made = { id: string; seed: string; entryId: string }

const clock = { id: 'clock', kind: 'service' } as const

/** Where a post stands in a draw: SHA-256 of `seed:id`, in hex. Anyone computes it again (docs/sampling.md). */
export const rankOf =
  (seed: string) =>
  (postId: string): string =>
    createHash('sha256').update(`${seed}:${postId}`).digest('hex')

/** Draws the sample of every closed period that has none yet and had posts that were not flagged. Answers how many it drew. */
export async function drawSamples(db: Db, now: string): Promise<number> {
  const { rows: programmes } = await sql<Programme>`select id, kind from programme order by id`.execute(db)
  let drawn = 0
  for (const programme of programmes) {
    const plan = samplePlans[programme.kind]
    for (const period of await notDrawn(db, programme.id, closedPeriods(plan, now)))
      if (await isSettled(db, programme.id, period)) drawn += await drawOne(db, programme, plan, period)
  }
  return drawn
}

async function notDrawn(db: Db, programmeId: string, periods: readonly Period[]): Promise<Period[]> {
  const { rows } = await sql<Period>`
    select w.from, w.to from unnest(${periods.map((p) => p.from)}::text[], ${periods.map((p) => p.to)}::text[]) as w("from", "to")
    where not exists (select from sample s where s.programme_id = ${programmeId} and s.from_at = w.from::timestamptz)
      and exists (select from post p where p.programme_id = ${programmeId} and p.stored_at >= w.from::timestamptz and p.stored_at < w.to::timestamptz)`.execute(
    db,
  )
  return rows
}

/** One transaction: whoever comes second, after a restart or beside another clock, finds it drawn. */
function drawOne(db: Db, programme: Programme, plan: SamplePlan, period: Period): Promise<0 | 1> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sample ${programme.id}`}, 2))`.execute(trx)
    if ((await notDrawn(trx, programme.id, [period])).length === 0) return 0
    const frame = await readFrame(trx, programme.id, period)
    if (frame.posts.length === 0) return 0
    const made = { id: uuidv7(), seed: randomBytes(16).toString('hex'), entryId: newEntryId() }
    const draw = drawSample(plan, frame.posts, rankOf(made.seed))
    await holdPosts(trx, draw)
    const frameSha256 = await insertSample(trx, { programme, period, frame, made, draw })
    const cases = await openSampleCases(trx, programme, draw, made.id)
    const of = { programme, period, frame, made, draw }
    await appendEntries(trx, [drawnEntry({ ...of, frameSha256 }), ...cases])
    return 1
  })
}

/** What is drawn stays until the draw is written: a post erased meanwhile would wait for a reader for ever. The next round draws anew. */
async function holdPosts(trx: Trx, { posts }: Draw): Promise<void> {
  const { rows } = await sql`
    select id from post where id = any(${posts.map((p) => p.postId)}::uuid[]) and removed_at is null order by id for share`.execute(
    trx,
  )
  if (rows.length < posts.length) throw new Error('a drawn post was removed meanwhile; it is drawn again')
}

type Drawn = { programme: Programme; period: Period; frame: Frame; made: Made; draw: Draw }

async function insertSample(trx: Trx, { programme, period, frame, made, draw }: Drawn): Promise<string> {
  const { frame_sha256 } = await trx
    .insertInto('sample')
    .values({
      id: made.id,
      programme_id: programme.id,
      practice: programme.kind === 'practice',
      from_at: period.from,
      to_at: period.to,
      seed: made.seed,
      model: frame.models,
      frame: Buffer.from(frameText(frame.posts)),
      gone: frame.gone,
      drawn_by: clock.id,
      entry_id: made.entryId,
    })
    .returning('frame_sha256')
    .executeTakeFirstOrThrow()
  const of = { sample_id: made.id }
  await insertRows(
    trx,
    'sample_stratum',
    draw.strata.map((s) => ({ ...of, ...s })),
  )
  await insertRows(
    trx,
    'sample_post',
    draw.posts.map(({ postId, ...stratum }) => ({ post_id: postId, ...of, ...stratum })),
  )
  return frame_sha256.toString('hex')
}

/** Seed, frame and counts in the open, and a root over what was drawn: the draw can be redone and compared by who trusts nobody here. */
function drawnEntry({ programme, period, frame, made, draw, frameSha256 }: Drawn & { frameSha256: string }) {
  return {
    id: made.entryId,
    actor: clock,
    action: 'sample.drawn' as const,
    object: { type: 'sample', id: made.id },
    ref: {
      programme: programme.id,
      ...period,
      seed: made.seed,
      frame_sha256: frameSha256,
      frame: String(frame.posts.length),
      gone: String(frame.gone),
      drawn: String(draw.posts.length),
      strata: draw.strata.map((s) => `${stratumKey(s)} ${s.drawn}/${s.posts}`).join(', '),
      model: frame.models,
    },
    batch: commitBatch(draw.posts.map(({ postId }) => Buffer.from(`sample\0${postId}`))),
  }
}
