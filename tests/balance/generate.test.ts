import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileMatcher } from '@hark/detection'
import { fileSource } from '@hark/sources'
import { expect, test } from 'vitest'
import { generateTraffic, products } from './generate.ts'

test('generated traffic is what it says: each line is read, matched or refused as its fate foretells', async () => {
  const traffic = generateTraffic(7, 2_000)
  expect(generateTraffic(7, 2_000)).toEqual(traffic)
  const folder = await mkdtemp(join(tmpdir(), 'hark-traffic-'))
  const path = join(folder, 'posts.jsonl')
  await writeFile(path, traffic.lines.map((l) => l.text).join('\n'))
  const match = compileMatcher(
    products.map((p) => ({ id: p.brand, group: p.brand, own: true, names: [], ...p })),
  )
  const seen = { offered: 0, unmatched: 0, rejected: 0, versions: new Set<string>() }
  for await (const b of fileSource({ path }, { wants: (t) => match(t).length > 0 }).read(
    new AbortController().signal,
    null,
  )) {
    seen.offered += b.offered
    seen.unmatched += b.unmatched
    seen.rejected += b.rejected.length
    for (const r of b.rejected) expect(r.reason).toBe(traffic.lines[(r.line ?? 0) - 1]?.reason)
    for (const p of b.posts) seen.versions.add(`${p.externalId} ${p.text}`)
  }
  await rm(folder, { recursive: true })
  expect(seen.offered).toBe(2_000)
  expect(seen.unmatched).toBe(traffic.counts.unmatched)
  expect(seen.rejected).toBe(traffic.counts.rejected)
  expect(seen.versions.size).toBe(traffic.stored.size)
  expect(traffic.counts.duplicate).toBeGreaterThan(50)
})
