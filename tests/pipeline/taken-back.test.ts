import { sealer } from '@hark/db'
import { hmacSha256 } from '@hark/sources'
import {
  closingConclusion,
  decide,
  type ServiceProcess,
  type Stack,
  startService,
  startStack,
  TEST_KEY,
  until,
} from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { removalProof } from '../../packages/db/src/removal/proof.ts'
import { postLine, type Sample } from '../../packages/sources/src/jetstream/sample-lines.ts'

/** For a crowded machine: what the product itself took is asserted on what it recorded. */
const LONG = 400_000
const BOUND_SECONDS = 60

/** A word each post has alone: wherever it is found, something of the post is left. */
const marks = {
  streamed: 'quillonaster',
  pushed: 'brambelwick',
  streamedCalm: 'ostravendel',
  pushedCalm: 'fennimarsh',
}
type Mark = keyof typeof marks
const words: Record<Mark, string> = {
  streamed: `My mum (72) started Zolvara on Monday and got a terrible rash all over, says Dr ${marks.streamed}.`,
  pushed: `My son (9) had hives and a swollen face an hour after Zolvara, says Dr ${marks.pushed}.`,
  streamedCalm: `Zolvara has a new box, says ${marks.streamedCalm}.`,
  pushedCalm: `Is there a Zolvara office in ${marks.pushedCalm}?`,
}
const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const rkeys = { streamed: '3kaaaaaaaaaa2', streamedCalm: '3kaaaaaaaaab2' }
const ids: Record<Mark, string> = {
  streamed: `at://${did}/app.bsky.feed.post/${rkeys.streamed}`,
  streamedCalm: `at://${did}/app.bsky.feed.post/${rkeys.streamedCalm}`,
  pushed: 'forum.example/p/1',
  pushedCalm: 'forum.example/p/2',
}

/** A Jetstream that says what it is told to say. */
async function stream() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const listeners: WebSocket[] = []
  server.on('connection', (socket) => void listeners.push(socket))
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as { port: number }
  let seq = 0
  return {
    host: `127.0.0.1:${port}`,
    heard: () => listeners.length > 0,
    say: (sample: Sample) => {
      seq += 1
      const line = postLine({ did, timeUs: Date.now() * 1000, rev: `3kaaaaaaaa${100 + seq}`, ...sample })
      for (const socket of listeners) socket.send(line)
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of server.clients) socket.terminate()
      await new Promise((done) => server.close(done))
    },
  }
}

/** A forum that pushes, signed as its webhook is. */
async function forum(stack: Stack) {
  const { sourceId } = await stack.seedProgramme({ platform: 'discourse', name: 'A forum' })
  const config = { server: 'https://forum.example', listen: 'push' }
  await stack.db
    .updateTable('source')
    .set({
      config: JSON.stringify(config),
      permission_reference: 'contract 7/2026',
      acknowledged_at: new Date().toISOString(),
    })
    .where('id', '=', sourceId)
    .execute()
  const sealed = sealer(TEST_KEY, 'hook-secret').seal('shared')
  await stack.db
    .insertInto('hook_secret')
    .values({ source_id: sourceId, name: 'webhookSecret', sealed })
    .execute()
  return async (event: string, id: number, raw: string) => {
    const post = { id, topic_id: 1, post_number: 1, post_type: 1, version: 1, raw, cooked: `<p>${raw}</p>` }
    const at = { user_id: 7, username: 'somebody', created_at: new Date().toISOString(), topic_title: '' }
    const payload = Buffer.from(
      JSON.stringify({ post: { ...post, ...at, post_url: '/t/a/1/1', topic_slug: 'a' } }),
    )
    const headers = {
      'content-type': 'application/json',
      'x-discourse-event': event,
      'x-discourse-event-id': `${event}-${id}`,
      'x-discourse-event-signature': `sha256=${hmacSha256('shared', payload)}`,
    }
    const { statusCode } = await stack.app.inject({
      method: 'POST',
      url: `/api/hooks/${sourceId}`,
      headers,
      payload,
    })
    expect(statusCode).toBe(200)
  }
}

/** Tables in which any of these words is found: in text, in JSON, in search words, in bytes. */
async function whereFound({ db }: Stack, mark: string): Promise<string[]> {
  const { rows } = await sql<{ table: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as "table" from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  const hex = Buffer.from(mark).toString('hex')
  const found: string[] = []
  for (const { table } of rows) {
    const hit =
      await sql`select 1 from ${sql.raw(table)} t where t::text ilike ${`%${mark}%`} or t::text like ${`%${hex}%`} limit 1`.execute(
        db,
      )
    if (hit.rows.length > 0) found.push(table)
  }
  return found.sort()
}

test('a deletion told by stream or by webhook is gone from every copy within a minute of the word, and says so', {
  timeout: LONG,
}, async () => {
  await using stack = await startStack({ deployment: 'production' })
  await using jetstream = await stream()
  const config = JSON.stringify({ urls: [`ws://${jetstream.host}/subscribe`] })
  await stack.db.updateTable('source').set({ config }).where('id', '=', stack.programme.sourceId).execute()
  const push = await forum(stack)
  const offline = { HARK_OFFLINE: '1', HARK_FETCH_ALLOW: jetstream.host }
  const services: ServiceProcess[] = []
  const run = async (name: 'ingest' | 'classifier' | 'clock') => {
    const service = await startService(name, { url: stack.url }, name === 'ingest' ? offline : {})
    services.push(service)
    await service.ready(LONG / 4)
    return service
  }
  const told = () => services.map(({ output }) => output()).join('\n')
  try {
    const [ingest] = await Promise.all([run('ingest'), run('classifier'), run('clock')])
    await until('the stream is heard', async () => jetstream.heard(), LONG / 4, told)

    jetstream.say({ rkey: rkeys.streamed, text: words.streamed })
    jetstream.say({ rkey: rkeys.streamedCalm, text: words.streamedCalm })
    await push('post_created', 1, words.pushed)
    await push('post_created', 2, words.pushedCalm)
    const judged = async () =>
      (
        await sql`select 1 from post p join post_stage s on s.post_id = p.id where s.state = 'done'`.execute(
          stack.db,
        )
      ).rows.length === 4
    await until('all four are judged', judged, LONG / 4, told)
    await closeAll(stack)
    for (const mark of Object.values(marks)) expect(await whereFound(stack, mark)).toContain('hark.post')
    expect(await whereFound(stack, marks.streamed)).toContain('hark.case_text')

    jetstream.say({ rkey: rkeys.streamed, operation: 'delete' })
    jetstream.say({ rkey: rkeys.streamedCalm, operation: 'delete' })
    await push('post_destroyed', 1, words.pushed)
    await push('post_destroyed', 2, words.pushedCalm)
    const erased = async () =>
      (await sql`select 1 from post where erased_at is not null`.execute(stack.db)).rows.length === 4
    await until('all four are erased', erased, LONG / 4, told)

    for (const [mark, word] of Object.entries(marks)) {
      expect([mark, await whereFound(stack, word)]).toEqual([mark, []])
      const [proof] = await removalProof(stack.db, ids[mark as Mark])
      expect(Object.values(proof?.copies ?? {}).filter(Boolean)).toEqual([])
      expect(proof?.steps.map(({ act }) => act)).toEqual(['marked', 'erased'])
      for (const { afterSeconds } of proof?.steps ?? []) {
        expect(afterSeconds).toBeGreaterThan(0)
        expect(afterSeconds).toBeLessThanOrEqual(BOUND_SECONDS)
      }
    }
    expect(await withinBound(ingest)).toEqual({ bluesky: 2, discourse: 2 })
  } finally {
    await Promise.all(services.map((one) => one.stop()))
  }
})

/** Whatever became a case is decided: no review holds it. */
async function closeAll(stack: Stack): Promise<void> {
  const person = await stack.as('ana')
  const cases = await stack.db.selectFrom('pv_case').select('id').execute()
  expect(cases.length).toBeGreaterThanOrEqual(2)
  for (const { id } of cases) await decide(person, id, closingConclusion())
}

/** Removals by platform, all of which were applied within the bound by the service's own measure. */
async function withinBound({ opsPort }: ServiceProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text()
  const shown = (name: string, label = '') =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`hark_removal_seconds_${name}{`) && line.includes(label))
      .map((line) => [/platform="(\w+)"/.exec(line)?.[1], Number(line.split(' ').at(-1))])
  const all = Object.fromEntries(shown('count'))
  expect(Object.fromEntries(shown('bucket', `le="${BOUND_SECONDS}"`))).toEqual(all)
  return all
}
