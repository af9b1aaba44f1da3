import { describe, expect, test } from 'vitest'
import { failures, type SampleLog } from '../../test/sample-log.ts'
import { tell } from '../../test/story.ts'
import { exitCodeOf, formatVkey, type LogInput, verifyLog } from '../index.ts'

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

/** The database path: rows of bytes and of leaf hashes, and the notes kept beside them. */
async function verifyRows(log: SampleLog, rows = log.sealed, over: Partial<LogInput> = {}) {
  return await verifyLog({
    entries: each(rows.map(({ bytes }) => bytes)),
    leafHashes: each(log.sealed.map(({ leafHash }) => leafHash)),
    checkpoint: log.checkpoints.at(-1) as string,
    earlierCheckpoints: log.checkpoints.slice(0, -1),
    vkey: formatVkey(log.logKey),
    ...over,
  })
}

describe('a log read from rows', () => {
  test('is valid; what was not given is said to be skipped', async () => {
    const result = await verifyRows(tell())
    expect(failures(result)).toEqual([])
    expect(result.checks.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)).toEqual(
      ['witnesses', 'previous checkpoint', 'openings', 'signatures'].sort(
        (a, b) => order.indexOf(a) - order.indexOf(b),
      ),
    )
    expect([result.status, exitCodeOf(result)]).toEqual(['valid', 0])
  })

  test('with its statements, is checked for signatures too', async () => {
    const log = tell()
    const result = await verifyRows(log, log.sealed, { signatures: each(log.signatures) })
    expect(result.checks.find(({ name }) => name === 'signatures')).toMatchObject({ outcome: 'ok' })
  })

  test('one row changed by hand is named', async () => {
    const log = tell()
    const rows = log.sealed.map((entry, i) =>
      i === 6
        ? { ...entry, bytes: Buffer.from(Buffer.from(entry.bytes).toString().replace('u_rev', 'u_xyz')) }
        : entry,
    )
    const result = await verifyRows(log, rows)
    expect(result.firstBad).toMatchObject({ index: 6, id: log.sealed[6]?.event.id, object: 'case/c1 n=2' })
    expect(exitCodeOf(result)).toBe(1)
  })

  test.each([
    ['deleted', (rows: unknown[]) => rows.splice(6, 1)],
    ['inserted', (rows: unknown[]) => rows.splice(6, 0, rows[3])],
    ['swapped', (rows: unknown[]) => rows.splice(6, 2, rows[7], rows[6])],
  ])('one row %s is named', async (_name, edit) => {
    const log = tell()
    const rows = [...log.sealed]
    edit(rows)
    const result = await verifyRows(log, rows)
    expect(result.firstBad?.index).toBe(6)
    expect(failures(result)).toContain('sequence')
  })

  test('rows past the checkpoint are not vouched for yet', async () => {
    const log = tell()
    log.add('case.viewed', 'case:c1', { actor: 'u_rev' })
    const result = await verifyRows(log)
    expect([result.status, exitCodeOf(result)]).toEqual(['incomplete', 3])
  })

  test('a database set back behind its checkpoint is a cut log', async () => {
    const log = tell()
    const result = await verifyRows(log, log.sealed.slice(0, -3))
    expect(result.checks.find(({ name }) => name === 'root')?.detail).toMatch(/^log is cut: 16 of 19 entries/)
  })

  test('an empty log under its first checkpoint is valid', async () => {
    const log = tell(['lastCheckpoint'])
    expect((await verifyRows(log)).status).toBe('valid')
  })

  test('a checkpoint that is not one ends the check', async () => {
    const result = await verifyRows(tell(), [], { checkpoint: 'nonsense' })
    expect(failures(result)).toEqual(['checkpoint'])
  })

  test('a failing disk is not a verdict', async () => {
    const entries = (async function* (): AsyncGenerator<Uint8Array> {
      yield* []
      throw new Error('disk')
    })()
    await expect(verifyRows(tell(), [], { entries })).rejects.toThrow('disk')
  })
})

const order = ['witnesses', 'previous checkpoint', 'openings', 'signatures']
