import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@hark/testkit'
import { expect, test } from 'vitest'
import { flipByte } from './bundle-bytes.ts'
import { runCli } from './run-cli.ts'
import { SOON_MS, type Story } from './story.ts'

/** From the sums to a bundle verified elsewhere; then the stop, and what a second start finds. */
export function recordSteps(story: Story): void {
  let bundleFile = ''
  let vkey = ''

  test('every sum is zero', async () => {
    expect(await story.hark.hark(['balance'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Balanced: every sum is zero.'),
    })
  })

  test('the auditor exports the period, twice the same bytes', async () => {
    const to = new Date().toISOString()
    const checkpoint = () => story.ivo.must('GET', '/api/audit/checkpoint')
    const isPublished = async () => {
      const { items } = await story.ivo.must('GET', `/api/audit/entries?limit=1&to=${to}`)
      return items[0].leafIndex !== null && items[0].leafIndex < (await checkpoint()).size
    }
    await until('the ledger has published it all', isPublished, SOON_MS)
    vkey = (await checkpoint()).vkey
    const query = `/api/audit/export?from=${story.began}&to=${to}`
    expect(await story.cam.get(query)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    const first = await story.ivo.get(query)
    const second = await story.ivo.get(query)
    expect(first.status).toBe(200)
    expect(second.bytes.equals(first.bytes)).toBe(true)
    bundleFile = join(story.hark.dataDir, 'bundle.tar')
    writeFileSync(bundleFile, first.bytes)
  })

  test('Ctrl-C stops everything in order', async () => {
    const children = childrenOf(story.hark.pid)
    expect(children.length).toBeGreaterThanOrEqual(5)
    const { code, signal, shown } = await story.hark.pressCtrlC()
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(shown).toMatch(/Stopping …\nStopped\.\n$/)
    expect(children.filter(isAlive)).toEqual([])
    await expect(fetch(story.hark.address)).rejects.toThrow()
  })

  test('the bundle verifies with no server and no database, and one changed byte is named', async () => {
    const nothing = { HARK_DATA: join(story.hark.dataDir, 'nothing-here') }
    const verify = (file: string) => runCli(['verify', file, '--vkey', vkey], nothing)
    expect(await verify(bundleFile)).toMatchObject({ code: 0 })
    const bundle = readFileSync(bundleFile)
    for (const [file, named] of [
      ['line-listing.csv', 'line-listing.csv'],
      ['tile/entries/000', 'entry'],
    ] as const) {
      const tampered = join(story.hark.dataDir, 'tampered.tar')
      writeFileSync(tampered, flipByte(bundle, file))
      const said = await verify(tampered)
      expect(said.code).toBe(1)
      expect(said.stdout).toContain(named)
    }
    expect(readdirSync(story.hark.dataDir)).not.toContain('nothing-here')
  })

  test('a second start finds everything again, and sends nothing twice', async () => {
    const shown = await story.hark.start()
    expect(shown).not.toContain('creating the database')
    expect(await story.theCase()).toMatchObject({ state: 'decided', handoff: { state: 'acked' } })
    expect((await story.theReply()).state).toBe('sent')
    expect(story.hark.published()).toHaveLength(1)
  })

  test('a start on the same data, and one on the same port, are refused in one sentence', async () => {
    const same = await story.hark.hark(['start'])
    expect(same.code).toBe(1)
    expect((same.stdout + same.stderr).trim().split('\n')).toEqual([
      expect.stringMatching(/^Hark is already running on .* at http:/),
    ])
    const other = await story.hark.hark(['start'], { HARK_DATA: join(story.hark.dataDir, 'other') })
    expect(other.code).toBe(1)
    expect((other.stdout + other.stderr).trim().split('\n')).toEqual([
      expect.stringMatching(/^Port \d+ is used by another program: .* HARK_PORT=\d+ npm start\.$/),
    ])
  })
}

/** Processes started by this one, by Linux's own list. */
function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((one) => parentOf(one) === pid)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null // ended while we looked
  }
}

const isAlive = (pid: number) => parentOf(pid) !== null
