import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Publisher, practicePublisher } from '@hark/sources'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishDue } from './publish-due.ts'
import { ACCOUNT, Publishing, signal } from './publishing.fixture.ts'

let p: Publishing
beforeAll(async () => {
  p = await Publishing.open()
})
afterAll(() => p[Symbol.asyncDispose]())

describe('stops', () => {
  test('two publishers at once send each reply once', async () => {
    const replies = await p.due(10)
    const path = p.newFile()
    const two = [p.publisher([], path), p.publisher([], path)]
    await Promise.all(two.map(({ ctx }) => publishDue(ctx, signal)))
    for (const r of replies) expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
    expect(await two[0]?.platform.posts()).toHaveLength(10)
  })

  test('while the STOP file is there nothing is claimed; afterwards it goes on', async () => {
    const r = await p.one()
    const stopFile = join(p.folder, 'STOP')
    writeFileSync(stopFile, '')
    const { ctx } = p.publisher([], p.newFile(), { stopFile })
    expect(await publishDue(ctx, signal)).toBe(0)
    expect(await p.stateOf(r)).toEqual({ state: 'held', attempts: 0 })
    rmSync(stopFile)
    expect(await publishDue(ctx, signal)).toBe(1)
  })

  test('a STOP file that appears on the way stops the rest', async () => {
    const replies = await p.due(3)
    const stopFile = join(p.folder, 'STOP-2')
    const { platform, ctx } = p.publisher([], p.newFile(), { stopFile })
    const stopping: Publisher = {
      ...practicePublisher(platform, ACCOUNT),
      send: async (order, s) => {
        writeFileSync(stopFile, '')
        return practicePublisher(platform, ACCOUNT).send(order, s)
      },
    }
    expect(await publishDue({ ...ctx, publisherOf: () => stopping }, signal)).toBe(1)
    expect(await platform.posts()).toHaveLength(1)
    for (const r of replies) await p.stop(r)
  })

  test('under the kill switch nothing is even listed; a shutdown begins nothing new', async () => {
    const r = await p.one()
    const { ctx, platform } = p.publisher()
    const lea = await p.stack.as('lea')
    await lea.post('/api/kill-switch', { reason: 'drill' })
    expect(await publishDue(ctx, signal)).toBe(0)
    await lea.post('/api/kill-switch/release')
    await (await p.stack.as('luc')).post('/api/kill-switch/release')
    expect(await publishDue(ctx, AbortSignal.abort())).toBe(0)
    expect(await platform.posts()).toEqual([])
    await publishDue(ctx, signal)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
  })

  test('what the gate refuses rests: it is not asked for every second', async () => {
    const r = await p.one()
    await p.stack.db.updateTable('person').set({ active: false }).where('username', '=', 'ben').execute()
    const { ctx, platform } = p.publisher()
    expect(await publishDue(ctx, signal)).toBe(0)
    expect([...ctx.resting.keys()]).toEqual([r.orderId])
    await p.stack.db.updateTable('person').set({ active: true }).where('username', '=', 'ben').execute()
    expect(await publishDue(ctx, signal)).toBe(0)
    ctx.resting.clear()
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await platform.posts()).toHaveLength(1)
  })

  test('what the gate refuses hides nothing that comes after it', async () => {
    const refused = await p.due(10)
    await sql`update post set removed_at = now(), removal_reason = 'deleted' where id in
      (select post_id from gate.response where id = any(${refused.map(({ id }) => id)}::uuid[]))`.execute(
      p.stack.db,
    )
    const after = await p.one()
    const { ctx } = p.publisher()
    await publishDue(ctx, signal)
    await publishDue(ctx, signal)
    expect(await p.stateOf(after)).toEqual({ state: 'sent', attempts: 1 })
    for (const r of refused) await p.stop(r)
  })
})
