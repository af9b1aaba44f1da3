import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Fault, PracticePlatform, practicePublisher } from '@hark/sources'
import {
  type LedgerKeys,
  ledgerKeys,
  type SeededProgramme,
  type SeededReply,
  type Stack,
  sealLedger,
  seedReply,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import type { PublisherContext } from './context.ts'

export const ACCOUNT = 'practice-safety-team'
export const signal = new AbortController().signal
export type Given = Parameters<typeof seedReply>[1] & { programme?: SeededProgramme }

/** Tests only: a database with a programme, and replies that are due in it. */
export class Publishing implements AsyncDisposable {
  readonly stack: Stack
  readonly keys: LedgerKeys = ledgerKeys()
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hark-publisher-'))
  #files = 0

  constructor(stack: Stack) {
    this.stack = stack
  }

  static async open(): Promise<Publishing> {
    return new Publishing(await startStack({ programme: { platform: 'practice', kind: 'practice' } }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stack[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true })
  }

  newFile(): string {
    this.#files += 1
    return join(this.folder, `platform-${this.#files}.jsonl`)
  }

  /** A publisher of its own, on a practice platform with these faults ahead of it. */
  publisher(faults: Fault[] = [], path: string = this.newFile(), over: Partial<PublisherContext> = {}) {
    const platform = new PracticePlatform(path, { faults })
    const ctx: PublisherContext = {
      db: this.stack.dbAs('hark_publisher'),
      publisherOf: (name, account) =>
        name === 'practice' && account === ACCOUNT ? practicePublisher(platform, ACCOUNT) : null,
      stopFile: undefined,
      log: createLogger({ service: 'publisher', level: 'silent' }),
      metrics: createMetrics('publisher'),
      resting: new Map(),
      patience: new Map(),
      lookAgain: new Map(),
      ...over,
    }
    return { platform, ctx, path }
  }

  async due(n = 1, { programme, ...given }: Given = {}): Promise<SeededReply[]> {
    const replies: SeededReply[] = []
    const world = programme ? { ...this.stack, programme } : this.stack
    for (let i = 0; i < n; i++) replies.push(await seedReply(world, given))
    await sealLedger(this.stack.db, this.keys)
    return replies
  }

  async one(given: Given = {}): Promise<SeededReply> {
    return (await this.due(1, given))[0] as SeededReply
  }

  async stateOf({ id }: SeededReply) {
    const { rows } = await sql<{ state: string; attempts: number }>`
      select s.state, (select count(*)::int from gate.publish_attempt where order_id = s.order_id) as attempts
      from gate.response_status s where s.id = ${id}`.execute(this.stack.db)
    return rows[0]
  }

  async twoAgree(r: SeededReply, verdict: 'resend' | 'cancel'): Promise<string[]> {
    const { id } = await this.stack.db
      .selectFrom('gate.publish_attempt')
      .select('id')
      .where('order_id', '=', r.orderId)
      .where('outcome', '=', 'unknown')
      .executeTakeFirstOrThrow()
    const answers: string[] = []
    for (const name of ['lea', 'luc']) {
      const client = await this.stack.as(name)
      const body = { verdict, reason: 'looked there' }
      answers.push((await client.post(`/api/publications/${id}/verdict`, body)).body.answer)
    }
    return answers
  }

  /** Takes what a test left waiting out of the next test's way. */
  async stop(r: SeededReply): Promise<void> {
    const by = this.stack.people.lea?.id
    await sql`select gate.withdraw_response(${r.id}, ${by}, 'the test is over')`.execute(this.stack.db)
  }

  /** The back-off after a try is over. */
  async later(r: SeededReply): Promise<void> {
    await this.stack.db.transaction().execute(async (trx) => {
      await sql`alter table gate.publish_attempt disable trigger guard`.execute(trx)
      await sql`update gate.publish_attempt set started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour' where order_id = ${r.orderId}`.execute(
        trx,
      )
      await sql`alter table gate.publish_attempt enable trigger guard`.execute(trx)
    })
  }

  get roleUrl(): string {
    const url = new URL(this.stack.ctx.config.DATABASE_URL)
    url.username = 'hark_publisher'
    return url.href
  }
}
