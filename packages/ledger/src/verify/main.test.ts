import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bundleOf, SampleLog } from '../../test/sample-log.ts'
import { retell, story, tell } from '../../test/story.ts'
import { singleFile } from '../../tools/single-file.ts'
import { formatVkey, sha256Hex } from '../index.ts'

const source = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'hark-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = tell()
const vkey = formatVkey(log.logKey)
const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const good = file('good.tar', await bundleOf(log))
const bad = file(
  'bad.tar',
  await bundleOf(tell(['keys', 'draft', 'attempt', 'sent', 'approve', 'lastCheckpoint'])),
)
const partial = file('partial.tar', await bundleOf(log, { selected: [0, 5] }))
const standalone = file('hark-verify.mjs', singleFile(join(source, 'verify/main.ts')))

describe.each([
  ['from source', join(source, 'verify/main.ts')],
  ['as one file, alone in a folder', standalone],
])('hark-verify %s', (_name, program) => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: folder })

  test('0 for a valid bundle, every check on a line', () => {
    const { status, stdout, stderr } = run(good, '--vkey', vkey)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^ok {4}root: matches the entries/m)
    expect(stdout).toMatch(/^ok {4}publications: 1 sent/m)
    expect(stdout).toMatch(/\nVALID\n$/)
  })

  test('1 for an invalid one, naming the first bad entry', () => {
    const { status, stdout } = run(bad, '--vkey', vkey)
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^first bad entry: 2, id [0-9a-f-]{36}, publication\/pub1 n=1 \(publications: .*never signed/m,
    )
  })

  test('1 for something that is no bundle at all', () => {
    expect(run(file('noise', 'x'.repeat(5000)), '--vkey', vkey).status).toBe(1)
    expect(run(file('empty', ''), '--vkey', vkey).status).toBe(1)
  })

  test('2 for wrong usage', () => {
    expect(run(good).status).toBe(2)
    expect(run(good, bad, '--vkey', vkey).status).toBe(2)
    expect(run(good, '--vkey', 'nonsense').status).toBe(2)
    expect(run(good, '--vkey', vkey, '--frobnicate').status).toBe(2)
    expect(run(join(folder, 'absent.tar'), '--vkey', vkey).status).toBe(2)
  })

  test('3 for a case file', () => {
    expect(run(partial, '--vkey', vkey).status).toBe(3)
  })

  test('an earlier checkpoint tells a rewritten history; --json is for machines', () => {
    const rewritten = tell(retell('claim', (other) => other.add('case.claimed', 'case:c1', { actor: 'u_x' })))
    const previous = file('previous', rewritten.checkpoints[1] as string)
    const { status, stdout } = run(good, '--vkey', vkey, '--previous', previous, '--json')
    expect([status, JSON.parse(stdout).status]).toEqual([1, 'invalid'])
  })
})

test('the verifier imports nothing but this package and node', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  )
  const targets = files.flatMap((name) =>
    [...readFileSync(join(source, name), 'utf8').matchAll(/from '([^']+)'/g)].map(
      (match) => match[1] as string,
    ),
  )
  expect(targets.length).toBeGreaterThan(100)
  expect(targets.filter((target) => !target.startsWith('node:') && !target.startsWith('.'))).toEqual([])
})

describe('another reader', () => {
  const missing = ['python3', 'openssl', 'tar'].filter((tool) => spawnSync(tool, ['--version']).error)
  const why = missing.length > 0 ? ` [skipped: no ${missing.join(', ')}]` : ''
  const checker = resolve(source, '../test/second-checker.py')
  const check = (path: string, key = vkey) => spawnSync('python3', [checker, path, key], { encoding: 'utf8' })

  test.skipIf(missing.length > 0)(
    `in Python with OpenSSL agrees on the root and the signature${why}`,
    async () => {
      expect(check(good)).toMatchObject({ stdout: 'ok\n', status: 0 })
      const big = new SampleLog()
      story.keys(big)
      for (let i = 1; i < 700; i++) big.add('case.viewed', `case:c${i % 9}`, { actor: 'u_rev' })
      big.checkpoint()
      expect(check(file('big.tar', await bundleOf(big)))).toMatchObject({ stdout: 'ok\n', status: 0 })
      expect(check(good, formatVkey(tell(undefined, 'other').logKey)).status).toBe(1)
      const bent = readFileSync(good)
      bent[bent.indexOf('u_rev')] = 0x76
      expect(check(file('bent.tar', bent)).status).toBe(1)
    },
  )

  test.skipIf(missing.length > 0)(`plain tar lists and extracts the same files${why}`, () => {
    const listed = execFileSync('tar', ['-tf', good], { encoding: 'utf8' }).trim().split('\n')
    expect(listed).toEqual([...listed].sort())
    const trail = execFileSync('tar', ['-xOf', good, 'trail.csv'])
    const manifest = JSON.parse(execFileSync('tar', ['-xOf', good, 'manifest.json'], { encoding: 'utf8' }))
    expect(sha256Hex(trail)).toBe(manifest.files['trail.csv'].sha256)
  })
})

test('a bundle made by version 0.1.0 verifies for ever', () => {
  const golden = resolve(source, '../test/golden')
  const key = readFileSync(join(golden, 'bundle-v1.vkey'), 'utf8').trim()
  const run = spawnSync(process.execPath, [
    join(source, 'verify/main.ts'),
    join(golden, 'bundle-v1.tar'),
    '--vkey',
    key,
  ])
  expect(run.status).toBe(0)
})
