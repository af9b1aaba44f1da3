import { readdirSync, readFileSync } from 'node:fs'
import { sha256Hex } from '@hark/ledger'
import { createTestDatabase } from '@hark/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'

const folder = new URL('../../../../migrations/', import.meta.url)
const files = readdirSync(folder)
  .filter((f) => f.endsWith('.sql'))
  .sort()
const apply = async (client: pg.Client, names: string[]) => {
  for (const name of names)
    await client.query(`begin; ${readFileSync(new URL(name, folder), 'utf8')}; commit`)
}

/** A database of its own with the schema as it was before this migration. */
async function before(name: string, url: string) {
  const [server, own] = [new pg.Client(url), new URL(url)]
  await server.connect()
  await server.query(`create database ${name} template template0`)
  own.pathname = `/${name}`
  const client = new pg.Client(own.href)
  await client.connect()
  await apply(
    client,
    files.filter((f) => f < '034'),
  )
  const end = async () => {
    await client.end()
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  }
  return { client, [Symbol.asyncDispose]: end }
}

test('a decision signed before words were committed to keeps bytes, hash and signature, and learns which posts it rests on', async () => {
  await using place = await createTestDatabase()
  await using old = await before(`${place.name}_old`, place.url())
  const { client } = old
  const [id, post, entry, signature] = [1, 2, 3, 4].map((n) => `0193f0a1-0000-7000-8000-00000000000${n}`)
  const bytes = JSON.stringify({ v: 1, posts: [{ id: post }], conclusion: { note: 'not the pills' } })
  await client.query('set session_replication_role = replica') // rows as they would be, without the people and cases around them
  await client.query(
    `insert into hark.ledger_entry (id, action, object_type, object_id, body) values ('${entry}', 'decision.concluded', 'decision', '${id}', '{}')`,
  )
  await client.query(
    `insert into hark.decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, state, last_entry)
     values ('${id}', '${id}', 1, '${id}', $1, false, false, false, 'no_event', 'signed', '${signature}')`,
    [Buffer.from(bytes)],
  )
  await client.query(`insert into hark.signature_item values ('${signature}', '${id}', sha256($1))`, [
    Buffer.from(bytes),
  ])
  await client.query('reset session_replication_role')
  await apply(
    client,
    files.filter((f) => f >= '034'),
  )
  const { rows } = await client.query(
    `select convert_from(canonical, 'UTF8') as bytes, encode(d.content_sha256, 'hex') as hash, post_ids::text[] as posts, concluded_entry as entry, i.signature_id as signed
     from hark.decision d join hark.signature_item i on (i.decision_id, i.content_sha256) = (d.id, d.content_sha256)`,
  )
  expect(rows).toEqual([{ bytes, hash: sha256Hex(bytes), posts: [post], entry, signed: signature }])
  const change = client.query(`update hark.decision set canonical = '{}'`)
  await expect(change).rejects.toMatchObject({ code: expect.stringMatching(/42501|23514/) })
})
