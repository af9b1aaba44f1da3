import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { folder, whyNotInstalled } from './installed-network.ts'
import { unless } from './scene.ts'

const recordings = join(process.env.HARK_SHARED ?? join(process.cwd(), '../shared'), 'fixtures/jetstream')
const unconverted =
  (await whyNotInstalled()) ?? (existsSync(recordings) ? null : 'the recorded frames are not here')

test.skipIf(unconverted)(
  `the test’s own Jetstream makes of recorded frames what Jetstream made of them${unless(unconverted)}`,
  async () => {
    const argv = ['convert.mjs', join(recordings, 'frames.bin.zst')]
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 24 })
    const made = stdout.trim().split('\n')
    const expected = readFileSync(join(recordings, 'expected_v1.jsonl'), 'utf8').trim().split('\n')
    expect(expected).toHaveLength(152)
    expect(made.map(timeless).sort(byText)).toEqual(expected.map(timeless).sort(byText))
  },
  60_000,
)

const timeless = (line: string) => ({ ...JSON.parse(line), time_us: 0 })
const keyOf = (e: { did: string; kind: string; commit?: Record<string, string> }) =>
  [e.did, e.kind, e.commit?.rev, e.commit?.collection, e.commit?.rkey, e.commit?.operation].join()
const byText = (a: Parameters<typeof keyOf>[0], b: Parameters<typeof keyOf>[0]) =>
  keyOf(a) < keyOf(b) ? -1 : 1
