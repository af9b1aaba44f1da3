import { describe, expect, test } from 'vitest'
import { at, bundle, honest } from '../../test/altered.ts'
import { type FileMap, only, pack, tamper, unpack } from '../../test/repack.ts'
import { bundleOf, failures, type SampleLog, verify } from '../../test/sample-log.ts'
import { retell, tell } from '../../test/story.ts'
import { canonicalJson } from '../canonical.ts'
import { formatVkey, noteSigner } from '../index.ts'

describe('private values', () => {
  const lines = (files: FileMap) =>
    (files.get('openings.jsonl') as Buffer)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const setLines = (files: FileMap, values: unknown[]) =>
    files.set('openings.jsonl', Buffer.from(values.map((value) => `${canonicalJson(value)}\n`).join('')))
  const attack = async (change: (openings: Record<string, unknown>[]) => void) =>
    await verify(
      honest,
      await tamper(
        bundle,
        (files) => {
          const openings = lines(files)
          change(openings)
          setLines(files, openings)
        },
        honest.sealKey,
      ),
    )

  test('two values swapped', async () => {
    const result = await attack((openings) => {
      const [one, two] = openings.filter(({ field }) => field === 'reason')
      if (one && two) [one.value, two.value] = [two.value, one.value]
    })
    expect(failures(result)).toEqual(['openings'])
    expect(result.firstBad?.index).toBe(at('decision.concluded'))
  })

  test('a value said to be erased that no entry erased', async () => {
    const result = await attack((openings) => {
      openings[0] = { seq: openings[0]?.seq, field: openings[0]?.field, erased_by: at('erasure.executed') }
    })
    expect(failures(result)).toEqual(['erasures'])
    expect(result.firstBad?.index).toBe(at('programme.created'))
  })

  test('a value left out without a word', async () => {
    const result = await attack((openings) => void openings.splice(1, 1))
    expect(failures(result)).toEqual(['openings'])
  })

  test('a value no entry committed to', async () => {
    expect(failures(await attack((openings) => void openings.unshift({ ...openings[0], seq: 0 })))).toEqual([
      'openings',
    ])
    expect(failures(await attack((openings) => void openings.push({ ...openings[0], seq: 999 })))).toEqual([
      'openings',
    ])
  })

  test('the erasure taken out of the log and the log signed again', async () => {
    const log = tell(retell('erase', 'claim'))
    const revealed = at('author.revealed', log)
    log.erased.set(`${revealed}:handle`, revealed + 3)
    const result = await verify(log, await bundleOf(log))
    expect(failures(result)).toEqual(['erasures'])
    expect(result.firstBad?.index).toBe(revealed)
  })

  test('a value shown although it was erased', async () => {
    const shown = tell()
    shown.erased.clear()
    expect(failures(await verify(shown, await bundleOf(shown)))).toEqual(['erasures'])
  })

  test('an erasure approved by the person who carried it out', async () => {
    const log = tell(
      retell('erase', (log: SampleLog) => log.erase(at('author.revealed', log), 'handle', 'u_lead')),
    )
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(['erasures'])
  })
})

describe('files', () => {
  test.each([
    'trail.csv',
    'records.jsonl',
    'line-listing.csv',
    'signatures.jsonl',
    'openings.jsonl',
    'checkpoint',
  ])('%s changed', async (name) => {
    const files = await unpack(bundle)
    files.set(name, Buffer.concat([files.get(name) as Buffer, Buffer.from('{}\n')]))
    expect(failures(await verify(honest, await pack(files)))).toContain('files')
  })

  test('trail.csv changed, and the manifest with it', async () => {
    const changed = await tamper(
      bundle,
      (files) => {
        const trail = files.get('trail.csv') as Buffer
        files.set('trail.csv', Buffer.from(trail.toString().replace('u_rev', 'u_xyz')))
      },
      honest.sealKey,
    )
    expect(failures(await verify(honest, changed))).toEqual(['trail'])
  })

  test('a hash in the manifest changed, by someone without a key', async () => {
    const changed = await tamper(bundle, (files) =>
      files.set('records.jsonl', Buffer.from('{"case":"c2"}\n')),
    )
    expect(failures(await verify(honest, changed))).toEqual(['manifest signature'])
  })

  test('any one file removed', async () => {
    for (const name of (await unpack(bundle)).keys()) {
      const files = await unpack(bundle)
      files.delete(name)
      expect((await verify(honest, await pack(files))).status, name).toBe('invalid')
    }
  })

  test('any one file removed, by someone who can sign the manifest', async () => {
    const removable = ['manifest.note', 'records.jsonl', 'line-listing.csv', 'manifest.json']
    for (const name of (await unpack(bundle)).keys()) {
      if (removable.includes(name)) continue
      const changed = await tamper(bundle, (files) => files.delete(name), honest.sealKey)
      expect((await verify(honest, changed)).status, name).toBe('invalid')
    }
  })

  test('a stored hash altered beside sound entries is not blamed on an entry', async () => {
    const changed = await tamper(
      bundle,
      (files) => {
        const tile = files.get(only(files, 'tile/0/')) as Buffer
        tile[40] = (tile[40] as number) ^ 1
      },
      honest.sealKey,
    )
    const result = await verify(honest, changed)
    expect(failures(result)).toEqual(['stored hashes'])
    expect(result.firstBad).toBeUndefined()
  })

  test('the vkey decides, not the bundle', async () => {
    const forged = noteSigner(honest.origin, Buffer.alloc(32, 77))
    expect(failures(await verify(honest, bundle, { vkey: formatVkey(forged) }))).toContain('checkpoint')
  })
})
