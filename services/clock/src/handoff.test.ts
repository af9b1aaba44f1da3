import { randomUUID } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decide, forwardableConclusion, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf, tempFolder } from './clock.fixture.ts'
import { type Destination, folderDestination } from './destination.ts'
import { handOffOnce } from './handoff.ts'

async function signedCase(stack: Stack, text?: string) {
  const post = await stack.seedPost(text ? { text } : {})
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  const rows = await stack.db.selectFrom('handoff').selectAll().where('case_id', '=', post.caseId).execute()
  return rows[0] as (typeof rows)[0]
}
const read = (stack: Stack, id: string) =>
  stack.db.selectFrom('handoff').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const met = async (stack: Stack, caseId: string) =>
  (
    await stack.db
      .selectFrom('case_clock')
      .select('met_at')
      .where('case_id', '=', caseId)
      .where('kind', '=', 'forward_24h')
      .executeTakeFirstOrThrow()
  ).met_at
const due = (stack: Stack) => sql`update handoff set next_attempt_at = clock_timestamp()`.execute(stack.db)

test('delivered, met, repeated until acknowledged, then done; an acknowledgement shown twice counts once', async () => {
  await using stack = await startStack()
  const [dir, ctx] = [tempFolder(), clockOf(stack)]
  const to = await folderDestination(dir)
  const { id, case_id } = await signedCase(stack)
  expect(await handOffOnce(ctx, to)).toBe(1)
  expect(await read(stack, id)).toMatchObject({ state: 'sent', attempts: 1 })
  expect(await met(stack, case_id)).not.toBeNull()
  expect(await handOffOnce(ctx, to)).toBe(0)
  await due(stack)
  expect(await handOffOnce(ctx, to)).toBe(1)
  const ack = () =>
    writeFileSync(
      join(dir, 'acks', `${randomUUID()}.json`),
      JSON.stringify({ handoff: id.toUpperCase(), safety_case_id: 'S-7' }),
    )
  for (let n = 0; n < 2; n++) {
    ack()
    await handOffOnce(ctx, to)
  }
  expect(await read(stack, id)).toMatchObject({ state: 'acked', safety_case_id: 'S-7' })
  expect(readdirSync(join(dir, 'acks'))).toEqual([])
  expect(readdirSync(join(dir, 'unreadable'))).toEqual([])
  expect((await stack.auditActions(id)).filter((a) => a === 'handoff.acked')).toHaveLength(1)
  await due(stack)
  expect(await handOffOnce(ctx, to)).toBe(0)
})

test('an acknowledgement of nothing we know, or under another number, is kept for a person', async () => {
  await using stack = await startStack()
  const [dir, ctx] = [tempFolder(), clockOf(stack)]
  const to = await folderDestination(dir)
  const { id } = await signedCase(stack)
  await handOffOnce(ctx, to)
  const ack = (handoff: string, number: string) => {
    writeFileSync(join(dir, 'acks', `${number}.json`), JSON.stringify({ handoff, safety_case_id: number }))
    return handOffOnce(ctx, to)
  }
  await ack(randomUUID(), 'S-1')
  await ack(id, 'S-2')
  await ack(id, 'S-3')
  expect(await read(stack, id)).toMatchObject({ state: 'acked', safety_case_id: 'S-2' })
  expect(
    readdirSync(join(dir, 'unreadable'))
      .map((f) => f.slice(-8))
      .sort(),
  ).toEqual(['S-1.json', 'S-3.json'])
})

test('killed between delivering and noting it: delivered again under the same id, sent once', async () => {
  await using stack = await startStack()
  const [dir, ctx] = [tempFolder(), clockOf(stack)]
  const to = await folderDestination(dir)
  const { id, packet } = await signedCase(stack)
  await to.deliver({ id, packet: packet as Buffer, practice: false }) // and here the process died
  expect((await read(stack, id)).state).toBe('pending')
  await handOffOnce(ctx, to)
  expect(readdirSync(join(dir, 'outgoing'))).toEqual([`${id}.json`])
  expect((await stack.auditActions(id)).filter((a) => a === 'handoff.sent')).toHaveLength(1)
})

test('a folder that refuses is tried again, later and later; one refusal stops no other case', async () => {
  await using stack = await startStack()
  const ctx = clockOf(stack)
  const [bad, good] = [
    await signedCase(stack),
    await signedCase(stack, 'My mum (72): Zolvara, a terrible rash'),
  ]
  const delivered: string[] = []
  const to: Destination = {
    deliver: async ({ id }) => {
      if (id === bad.id) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' })
      delivered.push(id)
    },
    acknowledgements: async () => [],
    forget: async () => {},
    setAside: async () => {},
  }
  await handOffOnce(ctx, to)
  expect(delivered).toEqual([good.id])
  expect(await read(stack, bad.id)).toMatchObject({ state: 'pending', attempts: 1, last_error: 'ENOSPC' })
  expect(await met(stack, bad.case_id)).toBeNull()
  for (let n = 2; n <= 12; n++) {
    await sql`update handoff set next_attempt_at = clock_timestamp() where id = ${bad.id}`.execute(stack.db)
    await handOffOnce(ctx, to)
  }
  expect(await read(stack, bad.id)).toMatchObject({ state: 'failed', attempts: 12 })
  expect((await stack.auditActions(bad.id)).filter((a) => a === 'handoff.failed')).toHaveLength(12)
})

test('acknowledged by hand while it was being delivered: acknowledged it stays', async () => {
  await using stack = await startStack()
  const { id } = await signedCase(stack)
  const lea = await stack.as('lea')
  const to: Destination = {
    deliver: async () => {
      await lea.post(`/api/handoffs/${id}/acknowledge`, { safetyCaseId: 'S-9', reason: 'by telephone' })
      throw new Error('the folder went away')
    },
    acknowledgements: async () => [],
    forget: async () => {},
    setAside: async () => {},
  }
  await handOffOnce(clockOf(stack), to)
  expect(await read(stack, id)).toMatchObject({ state: 'acked', safety_case_id: 'S-9' })
})
