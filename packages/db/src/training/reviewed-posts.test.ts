import { type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { appendEntries, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { reviewedPosts } from './reviewed-posts.ts'

type Conclusion = { events?: unknown[]; close?: string; state?: 'concluded' | 'signed' }

/** A decision as if signed: its signature is no part of what is tested here. */
async function decided(stack: Stack, externalId: string, { events, close, state = 'signed' }: Conclusion) {
  const post = await stack.seedPost({ externalId })
  const ben = stack.people.ben?.id ?? ''
  await stack.db.transaction().execute(async (trx) => {
    const entry = newEntryId()
    await trx
      .insertInto('decision')
      .values({
        id: uuidv7(),
        case_id: post.caseId,
        case_version: 1,
        author_id: ben,
        canonical: Buffer.from(JSON.stringify({ conclusion: { events: events ?? [] } })),
        forwardable: !close,
        valid_now: false,
        serious: false,
        close_reason: close ?? null,
        state,
        last_entry: entry,
      })
      .execute()
    await appendEntries(trx, [
      {
        id: entry,
        actor: { id: ben, kind: 'user' },
        action: 'case.resumed',
        object: { type: 'case', id: post.caseId },
        ref: {},
      },
    ])
  })
  return post
}

test('what people signed becomes labels, where the terms allow learning and nobody took it back', async () => {
  await using stack = await startStack()
  const event = await decided(stack, 'a', { events: [{ term: 'rash' }] })
  const situation = await decided(stack, 'b', {})
  const question = await decided(stack, 'c', { close: 'question_only' })
  await decided(stack, 'd', { close: 'not_our_product' })
  await decided(stack, 'e', { events: [{ term: 'rash' }], state: 'concluded' })
  const auditor = stack.dbAs('hark_auditor')
  expect(await reviewedPosts(auditor)).toEqual([])
  await sql`update source set policy = '{"mayTrain": true}', acknowledged_at = now()`.execute(stack.db)
  expect((await reviewedPosts(auditor)).map(({ id, label, kind }) => [id, label, kind])).toEqual([
    [event.id, 'A', 'A'],
    [situation.id, 'S', 'S'],
    [question.id, 'N', 'question_only'],
  ])
  await sql`update post set removed_at = now(), removal_reason = 'deleted' where id = ${event.id}`.execute(
    stack.db,
  )
  expect((await reviewedPosts(auditor)).map(({ id }) => id)).toEqual([situation.id, question.id])
})
