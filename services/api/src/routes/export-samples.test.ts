import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawSamples } from '@hark/db'
import { bytesSource, verifyBundle } from '@hark/ledger'
import { sealLedger } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { download, exportStack, upToNow } from './export.fixture.ts'

/** The recipe of docs/sampling.md, for a stratum of 19 of 30: nothing of Hark, only `sha256sum` and `sort`. */
const redo = `
read -r seed < seed
while read -r id stratum; do
  printf '%s %s\\n' "$(printf '%s:%s' "$seed" "$id" | sha256sum | cut -d' ' -f1)" "$id"
done < frame | LC_ALL=C sort | head -19 | cut -d' ' -f2`

test('a bundle carries what a draw was made from: it verifies, and the draw is redone without us', async () => {
  await using stack = await exportStack()
  await sql`update programme set kind = 'practice'`.execute(stack.db)
  for (let n = 0; n < 30; n++)
    await stack.seedPost({ text: `Zolvara ${n}`, finding: { flagged: false, score: 0 } })
  await drawSamples(stack.dbAs('hark_clock'), new Date(Date.now() + 20 * 60_000).toISOString())
  await sealLedger(stack.db, stack.keys)
  const { bytes, bundle } = await download(stack, await stack.as('aud'), await upToNow(stack))
  const { status } = await verifyBundle(bytesSource(bytes), { vkey: stack.keys.vkey })
  expect(status).toBe('valid')
  const sample = JSON.parse(await bundle.text('samples.jsonl'))
  const dir = mkdtempSync(join(tmpdir(), 'hark-redo-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'seed'), `${sample.seed}\n`)
  writeFileSync(join(dir, 'frame'), sample.frame)
  const again = execFileSync('bash', ['-c', redo], { cwd: dir, encoding: 'utf8' }).trim().split('\n')
  expect(again.sort()).toEqual(sample.drawn)
  const [sum] = execFileSync('sha256sum', ['frame'], { cwd: dir, encoding: 'utf8' }).split(' ')
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'sample.drawn')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body).ref).toMatchObject({ frame_sha256: sum, seed: sample.seed, strata: 'en far 19/30' })
})
