import { describe, expect, test } from 'vitest'
import { type FileMap, only, pack, tamper, unpack } from '../../test/repack.ts'
import {
  bundleOf,
  failures,
  replyHash,
  retell,
  type SampleLog,
  type StepName,
  story,
  tell,
  verify,
} from '../../test/sample-log.ts'
import { completeLogFiles, trailChunks } from '../bundle/log-files.ts'
import { decodeEntryBundle } from '../bundle/tiles.ts'
import { canonicalBytes, canonicalJson } from '../canonical.ts'
import { parseEntry } from '../entry.ts'
import { encodeEntryBundle, formatVkey, noteSigner, sealStatement, statementHash } from '../index.ts'
import { leafHash } from '../merkle/hash.ts'
import { merkleTree } from '../merkle/tree.ts'

const honest = tell()
const bundle = await bundleOf(honest)
const at = (action: string, log = honest) => log.sealed.findIndex(({ event }) => event.action === action)

/** Changes the entries and nothing else, or everything an insider without the log's key can make fit. */
async function withEntries(edit: (entries: Uint8Array[]) => void, makeFit: boolean): Promise<Buffer> {
  const entries = honest.sealed.map(({ bytes }) => bytes)
  edit(entries)
  const fitting = await filesOf(entries)
  return await tamper(
    bundle,
    (files) => {
      if (entries.length === honest.sealed.length && !makeFit) {
        files.set(only(files, 'tile/entries/'), Buffer.from(encodeEntryBundle(entries)))
        return
      }
      for (const name of [...files.keys()])
        if (name.startsWith('tile/') || name === 'trail.csv') files.delete(name)
      for (const [name, bytes] of fitting) files.set(name, bytes)
    },
    honest.sealKey,
  )
}

async function filesOf(entries: Uint8Array[]): Promise<FileMap> {
  const tree = merkleTree(entries.map(leafHash))
  const files: FileMap = new Map()
  const read = async function* (from: number, to: number) {
    yield* entries.slice(from, to)
  }
  for (const [name, content] of completeLogFiles(read, tree)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of typeof content === 'function' ? content() : [content]) chunks.push(chunk)
    files.set(name, Buffer.concat(chunks))
  }
  const trail: Uint8Array[] = []
  const run = async function* () {
    yield entries.map(parseEntry)
  }
  for await (const chunk of trailChunks(run())) trail.push(chunk)
  return files.set('trail.csv', Buffer.concat(trail))
}

function edited(bytes: Uint8Array, change: (event: Record<string, unknown>) => void): Buffer {
  const event = JSON.parse(Buffer.from(bytes).toString())
  change(event)
  return canonicalBytes(event)
}

const victim = at('case.claimed')
const changeActor = (entries: Uint8Array[]) => {
  entries[victim] = edited(entries[victim] as Uint8Array, (event) => {
    event.actor = { id: 'u_other', kind: 'user' }
  })
}

describe('an entry', () => {
  test('edited: named by its stored hash', async () => {
    const result = await verify(honest, await withEntries(changeActor, false))
    expect(failures(result)).toEqual(['stored hashes', 'root', 'earlier checkpoints', 'trail'])
    expect(result.firstBad).toMatchObject({ index: victim, object: 'case/c1 n=2' })
  })

  test('edited, tiles and trail made to fit: named by the entry that follows it', async () => {
    const opened = at('case.opened')
    const edit = (entries: Uint8Array[]) => {
      entries[opened] = edited(entries[opened] as Uint8Array, (event) => {
        event.why = 'other'
      })
    }
    const result = await verify(honest, await withEntries(edit, true))
    expect(failures(result)).toEqual(['root', 'earlier checkpoints', 'object chains'])
    expect(result.firstBad).toMatchObject({ index: opened, object: 'case/c1 n=1' })
  })

  test('edited where nothing follows it: narrowed down between two checkpoints', async () => {
    const last = at('author.revealed')
    const edit = (entries: Uint8Array[]) => {
      entries[last] = edited(entries[last] as Uint8Array, (event) => {
        event.why = 'other'
      })
    }
    const result = await verify(honest, await withEntries(edit, true))
    expect(result.status).toBe('invalid')
    expect(result.firstBad?.index).toBe(at('response.drafted'))
    expect(result.firstBad?.reason).toMatch(/between entries \d+ and \d+/)
  })

  test('deleted', async () => {
    const result = await verify(honest, await withEntries((entries) => entries.splice(victim, 1), true))
    expect(result.status).toBe('invalid')
    const cut = await verify(
      honest,
      await withEntries((entries) => entries.splice(victim, 1, entries[victim + 1] as Uint8Array), true),
    )
    expect(cut.firstBad?.index).toBe(victim)
  })

  test('inserted', async () => {
    const extra = honest.sealed[victim]?.bytes as Uint8Array
    const twice = await verify(
      honest,
      await withEntries((entries) => void entries.splice(victim, 1, extra, extra), true),
    )
    expect(twice.status).toBe('invalid')
  })

  test('swapped with its neighbour', async () => {
    const swap = (entries: Uint8Array[]) => {
      const [one, two] = [entries[3] as Uint8Array, entries[4] as Uint8Array]
      entries.splice(3, 2, two, one)
    }
    for (const makeFit of [true, false]) {
      const result = await verify(honest, await withEntries(swap, makeFit))
      expect(failures(result)).toContain('sequence')
      expect(result.firstBad?.index).toBe(3)
    }
  })

  test('no longer in canonical form, though it says the same', async () => {
    const respell = (entries: Uint8Array[]) => {
      entries[victim] = Buffer.from(
        JSON.stringify(JSON.parse(Buffer.from(entries[victim] as Uint8Array).toString()), null, 1),
      )
    }
    const result = await verify(honest, await tamperEntries(respell))
    expect(result.firstBad).toMatchObject({ index: victim, id: null })
    expect(failures(result)).toContain('entries')
  })

  test('cut off at the end', async () => {
    const result = await verify(honest, await withEntries((entries) => entries.splice(-2, 2), true))
    expect(result.status).toBe('invalid')
  })
})

async function tamperEntries(edit: (entries: Uint8Array[]) => void): Promise<Buffer> {
  return await tamper(
    bundle,
    (files) => {
      const path = only(files, 'tile/entries/')
      const entries = decodeEntryBundle(files.get(path) as Buffer)
      edit(entries)
      files.set(path, Buffer.from(encodeEntryBundle(entries)))
    },
    honest.sealKey,
  )
}

describe('history', () => {
  const rewritten = tell(retell('claim', (log) => log.add('case.claimed', 'case:c1', { actor: 'u_other' })))

  test('rewritten and signed again by the operator: only an earlier checkpoint shows it', async () => {
    const forged = await bundleOf(rewritten)
    expect((await verify(rewritten, forged)).status).toBe('valid')
    for (const previousCheckpoint of honest.checkpoints) {
      const result = await verify(rewritten, forged, { previousCheckpoint })
      expect(failures(result)).toEqual(['previous checkpoint'])
    }
  })

  test('signed twice for one size: both roots are printed as evidence', async () => {
    const result = await verify(rewritten, await bundleOf(rewritten), {
      previousCheckpoint: honest.checkpoints.at(-1) as string,
    })
    const check = result.checks.find(({ name }) => name === 'previous checkpoint')
    expect(check?.detail).toMatch(/split view: two roots were signed for 19 entries, \S{44} and \S{44}/)
  })

  test('cut back to an older state, as a restored backup would', async () => {
    const restored = tell((Object.keys(story) as StepName[]).slice(0, 10))
    const result = await verify(restored, await bundleOf(restored), {
      previousCheckpoint: honest.checkpoints.at(-1) as string,
    })
    expect(failures(result)).toEqual(['previous checkpoint'])
  })

  test('an old bundle under a new checkpoint', async () => {
    const older = tell((Object.keys(story) as StepName[]).slice(0, 10))
    const swapped = await tamper(
      await bundleOf(older),
      (files) => files.set('checkpoint', Buffer.from(honest.checkpoints.at(-1) as string)),
      older.sealKey,
    )
    expect((await verify(honest, swapped)).status).toBe('invalid')
  })

  test('a checkpoint dropped, or replaced by one of another history', async () => {
    const name = `checkpoints/${at('response.drafted')}`
    const dropped = await unpack(bundle)
    dropped.delete(name)
    expect(failures(await verify(honest, await pack(dropped)))).toContain('files')
    const foreign = rewritten.checkpoints[0] as string
    const replaced = await tamper(bundle, (files) => files.set(name, Buffer.from(foreign)), honest.sealKey)
    expect(failures(await verify(honest, replaced))).toEqual(['earlier checkpoints', 'consistency proofs'])
  })

  test("two tenants' bundles swapped", async () => {
    const other = tell(undefined, 'other')
    expect(failures(await verify(honest, await bundleOf(other)))).toContain('checkpoint')
  })

  test('an entry of another tenant, taken in and signed for', async () => {
    const mixed = tell(
      retell('source', (log) => {
        const seq = log.sealed.length
        const foreign = tell(undefined, 'other').sealed[seq]
        if (foreign) log.graft(foreign)
      }),
    )
    const result = await verify(mixed, await bundleOf(mixed))
    expect(failures(result)).toContain('entries')
    expect(result.firstBad?.index).toBe(2)
  })
})

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

/** The operator signs whatever is told; the rules must still find it. */
async function toldOtherwise(
  at: StepName,
  ...instead: (StepName | ((log: SampleLog) => unknown))[]
): Promise<string[]> {
  const log = tell(retell(at, ...instead))
  return failures(await verify(log, await bundleOf(log)))
}

describe('signatures and sending, in a log the operator signed', () => {
  const approveAs =
    (signer: string, author = 'u_comms') =>
    (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], 'pv_approve', signer)
      log.add('response.signed', 'response_version:rv1', {
        actor: signer,
        ref: { sig, content_sha256: replyHash, author },
      })
    }
  const stop =
    (action: 'response.revoked' | 'response.rejected' | 'response.withdrawn', ref: Record<string, string>) =>
    (log: SampleLog) =>
      log.add(action, 'response_version:rv1', { actor: 'u_rev', ref })

  test('sent before it was signed', async () => {
    const log = tell(['keys', 'draft', 'attempt', 'sent', 'approve', 'lastCheckpoint'])
    const result = await verify(log, await bundleOf(log))
    expect(failures(result)).toEqual(['publications'])
    expect(result.firstBad).toMatchObject({ index: 2, object: 'publication/pub1 n=1' })
  })

  test.each([
    ['never signed', 'approve', [], ['publications']],
    [
      'revoked before it was claimed',
      'attempt',
      [stop('response.revoked', { content_sha256: replyHash }), 'attempt'],
      ['publications'],
    ],
    [
      'rejected between claim and sending',
      'sent',
      [stop('response.rejected', { content_sha256: replyHash }), 'sent'],
      ['publications'],
    ],
    [
      'withdrawn, named by its object',
      'attempt',
      [stop('response.withdrawn', {}), 'attempt'],
      ['publications'],
    ],
    [
      'said to be too late, before anything was claimed',
      'attempt',
      [stop('response.revoked', { content_sha256: replyHash, answer: 'too_late:sending' }), 'attempt'],
      ['publications'],
    ],
    [
      'approved by its author',
      'approve',
      [approveAs('u_comms', 'u_comms')],
      ['separation of author and signer'],
    ],
    [
      'approved by its author under a false author',
      'approve',
      [approveAs('u_comms', 'u_other')],
      ['separation of author and signer'],
    ],
  ] as [string, StepName, (StepName | ((log: SampleLog) => unknown))[], string[]][])(
    '%s',
    async (_name, at, instead, found) => {
      const unsigned = at === 'approve' && instead.length === 0
      expect(await toldOtherwise(at, ...instead)).toEqual(unsigned ? ['publications'] : found)
    },
  )

  test('other bytes sent than were approved', async () => {
    const other = (log: SampleLog) =>
      log.add('publication.sent', 'publication:pub1', { ref: { content_sha256: 'f'.repeat(64) } })
    expect(await toldOtherwise('sent', other)).toEqual(['publications'])
  })

  test('a signature transplanted onto another record', async () => {
    const transplant = (log: SampleLog) => {
      const sig = statementHash((log.signatures[0] as (typeof log.signatures)[number]).statement)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', transplant)).toEqual(['signatures'])
  })

  test('one signature used for two entries', async () => {
    const again = (log: SampleLog) => {
      const sig = statementHash((log.signatures.at(-1) as (typeof log.signatures)[number]).statement)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', 'approve', again)).toEqual(['signatures'])
  })

  test('one re-authentication used for two signatures', async () => {
    const replayed = (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], 'pv_approve', 'u_rev', { reauth_id: 're_0' })
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', replayed)).toEqual(['signatures'])
  })

  test('signed by somebody else, or with another meaning', async () => {
    const sign = (meaning: string, signer: string) => (log: SampleLog) => {
      const record = { type: 'response_version', id: 'rv1', version: 1, content_sha256: replyHash }
      const sig = log.sign([record], meaning, signer)
      log.add('response.signed', 'response_version:rv1', {
        actor: 'u_rev',
        ref: { sig, content_sha256: replyHash, author: 'u_comms' },
      })
    }
    expect(await toldOtherwise('approve', sign('pv_approve', 'u_third'))).toEqual(['signatures'])
    expect(await toldOtherwise('approve', sign('read', 'u_rev'))).toEqual(['signatures'])
  })

  test('sealed by a key the log never announced, or missing from the bundle', async () => {
    const log = tell()
    const record = log.signatures[1] as (typeof log.signatures)[number]
    record.seal = sealStatement(record.statement, noteSigner(`${log.origin}/seal`, Buffer.alloc(32, 8)))
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(['signatures'])
    log.signatures.pop()
    expect(failures(await verify(log, await bundleOf(log)))).toEqual(['signatures'])
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
