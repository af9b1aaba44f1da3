import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
/** What a script of `training/` prints; rejects where it ends with a fault. */
const printed = async (script: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(root, 'training', script)], { cwd: root })).stdout
const number = (text: string, at: RegExp): number => Number(at.exec(text)?.[1])

test('the written corpus is large, sound and varied, in every language and form of name', async () => {
  const said = await printed('check-corpus.ts')
  expect(said).toContain(' 0 faults')
  expect(number(said, /^(\d+) rows/)).toBeGreaterThanOrEqual(12_000)
  expect(number(said, /near-duplicates outside minimal pairs: ([\d.]+) %/)).toBeLessThan(2)
  expect(number(said, /distinct three-word runs: ([\d.]+) %/)).toBeGreaterThan(85)
  for (const lang of ['de', 'fr', 'es', 'it', 'nl', 'pt'])
    expect([lang, number(said, new RegExp(`lang:.* ${lang} (\\d+)`)) >= 300]).toEqual([lang, true])
}, 120_000)

test('two passes over 600 of its rows agree', async () => {
  const said = await printed('agreement.ts')
  const [events = 0, kinds = 0] = [...said.matchAll(/kappa ([\d.]+)/g)].map(([, kappa]) => Number(kappa))
  expect(Math.min(events, kinds)).toBeGreaterThan(0.9)
  const compared = [...said.matchAll(/ [ASN] (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
  expect(compared).toBe(600)
}, 60_000)
