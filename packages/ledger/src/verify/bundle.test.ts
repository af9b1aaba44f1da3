import { describe, expect, test } from 'vitest'
import { unpack } from '../../test/repack.ts'
import { bundleInput, bundleOf, collect, failures, SampleLog, verify } from '../../test/sample-log.ts'
import { retell, story, tell } from '../../test/story.ts'
import { addSignature, COSIGNATURE_V1, formatVkey, noteSigner, parseManifest, writeBundle } from '../index.ts'

describe('a bundle of a whole log', () => {
  test('is valid, every check by name', async () => {
    const log = tell()
    const result = await verify(log, await bundleOf(log))
    expect(failures(result)).toEqual([])
    expect(result.checks.filter(({ outcome }) => outcome === 'ok').map(({ name }) => name)).toEqual([
      'archive',
      'manifest',
      'files',
      'manifest signature',
      'checkpoint',
      'entries',
      'sequence',
      'stored hashes',
      'root',
      'earlier checkpoints',
      'consistency proofs',
      'object chains',
      'openings',
      'erasures',
      'signatures',
      'separation of author and signer',
      'publications',
      'trail',
    ])
    expect(result.status).toBe('valid')
  })

  test('is the same bytes for the same input', async () => {
    const log = tell()
    expect((await bundleOf(log)).equals(await bundleOf(tell()))).toBe(true)
    const sealed = parseManifest((await unpack(await bundleOf(log))).get('manifest.json') as Buffer)
    expect(sealed.generated_at).toBe(log.sealed.at(-1)?.event.at)
    expect(sealed.counts).toEqual({ entries: 19, checkpoints: 3, signatures: 2, openings: 6 })
    expect(sealed.files['line-listing.csv']?.rows).toBe(1)
  })

  test('spans tiles: full ones, partial ones, and a level above', async () => {
    const log = new SampleLog()
    story.keys(log)
    for (let i = 1; i < 600; i++) log.add('case.viewed', `case:c${i % 7}`, { actor: 'u_rev' })
    log.checkpoint()
    const bundle = await bundleOf(log)
    expect([...(await unpack(bundle)).keys()].filter((name) => name.startsWith('tile/'))).toEqual([
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/88',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/88',
    ])
    expect((await verify(log, bundle)).status).toBe('valid')
  })

  test('is refused by the writer when entries and checkpoint disagree', async () => {
    const log = tell()
    const foreign = tell(undefined, 'other').checkpoints.at(-1) as string
    await expect(bundleOf(log, { checkpoint: foreign })).rejects.toMatchObject({ code: 'bundle.bad_input' })
  })

  test('is refused by the writer when a file changes between its two readings', async () => {
    let calls = 0
    const extra = { 'records.jsonl': () => [Buffer.from(`{"call":${calls++}}\n`)] }
    await expect(bundleOf(tell(), { extra })).rejects.toMatchObject({ code: 'bundle.changed_while_writing' })
  })

  test.each(['manifest.json', 'tile/0/000', 'trail.csv', '../x', '/x', 'a//b', 'x'.repeat(100)])(
    'does not take %s as a further file',
    async (name) => {
      const files = bundleInput(tell(), { extra: { [name]: Buffer.from('x') } })
      await expect(collect(writeBundle(files))).rejects.toMatchObject({ code: 'bundle.bad_input' })
    },
  )
})

describe('valid as far as it goes', () => {
  test('without a signed manifest', async () => {
    const log = tell()
    const { signer: _, ...unsigned } = bundleInput(log)
    const bundle = await collect(writeBundle(unsigned))
    const result = await verify(log, bundle)
    expect(result.status).toBe('incomplete')
    expect(result.checks.filter(({ incomplete }) => incomplete).map(({ name }) => name)).toEqual([
      'manifest signature',
    ])
  })

  test('with private fields withheld', async () => {
    const log = tell()
    const result = await verify(log, await bundleOf(log, { openings: () => [] }))
    expect(result.checks.filter(({ incomplete }) => incomplete).map(({ name }) => name)).toEqual(['openings'])
    expect(result.status).toBe('incomplete')
  })

  test('a case file of some entries, each proved', async () => {
    const log = tell()
    const selected = log.sealed.flatMap(({ event }) =>
      /^(decision|case)\./.test(event.action) ? event.seq : [],
    )
    const result = await verify(log, await bundleOf(log, { selected }))
    expect(failures(result)).toEqual([])
    expect(result.status).toBe('incomplete')
    expect(result.checks.find(({ name }) => name === 'inclusion proofs')).toMatchObject({ outcome: 'ok' })
    const lacks = result.checks.filter(({ incomplete }) => incomplete).map(({ name }) => name)
    expect(lacks).toEqual(['manifest signature', 'entries', 'signatures'])
    const withKeys = await verify(log, await bundleOf(log, { selected: [0, ...selected] }))
    expect(withKeys.checks.find(({ name }) => name === 'manifest signature')).toMatchObject({ outcome: 'ok' })
  })

  test('until the witnesses the reader wants have cosigned', async () => {
    const log = tell()
    const [one, two] = ['w1', 'w2'].map((name) =>
      noteSigner(`witness.example/${name}`, Buffer.alloc(32, name), COSIGNATURE_V1),
    )
    if (!one || !two) throw new Error('two witnesses')
    const policy = `log ${formatVkey(log.logKey)}\nwitness a ${formatVkey(one)}\nwitness b ${formatVkey(two)}\ngroup both all a b\nquorum both\n`
    const cosigned = addSignature(log.checkpoints.at(-1) as string, one, 1_790_000_000)
    const half = await verify(log, await bundleOf(log, { checkpoint: cosigned }), { policy })
    expect(half.status).toBe('incomplete')
    const full = await bundleOf(log, { checkpoint: addSignature(cosigned, two, 1_790_000_001) })
    expect((await verify(log, full, { policy })).status).toBe('valid')
  })
})

describe('what the reader brings along', () => {
  test('a checkpoint kept from before proves nothing was rewritten', async () => {
    const log = tell()
    for (const previousCheckpoint of log.checkpoints) {
      const result = await verify(log, await bundleOf(log), { previousCheckpoint })
      expect(result.checks.find(({ name }) => name === 'previous checkpoint')).toMatchObject({
        outcome: 'ok',
      })
      expect(result.status).toBe('valid')
    }
  })

  test('a pinned seal key excludes what the log announces', async () => {
    const log = tell()
    const stranger = noteSigner('elsewhere', Buffer.alloc(32, 5))
    const result = await verify(log, await bundleOf(log), { sealVkey: formatVkey(stranger) })
    expect(failures(result)).toEqual(['manifest signature', 'signatures'])
  })

  test('a wrong key or policy is wrong usage, not a finding', async () => {
    const log = tell()
    const bundle = await bundleOf(log)
    await expect(verify(log, bundle, { vkey: 'x' })).rejects.toMatchObject({ code: 'key.malformed' })
    await expect(verify(log, bundle, { policy: 'quorum nobody\n' })).rejects.toMatchObject({
      code: 'policy.malformed',
    })
  })

  test('a revocation that came too late is told as it was, and does not make the sending unsigned', async () => {
    const tooLate = (log: SampleLog) =>
      log.add('response.revoked', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { content_sha256: reply.content_sha256, answer: 'too_late:sending' },
      })
    const log = tell(retell('sent', tooLate, 'sent'))
    expect((await verify(log, await bundleOf(log))).status).toBe('valid')
  })
})

const reply = { content_sha256: (tell().signatures[1]?.statement.records[0]?.content_sha256 as string) ?? '' }
