import { describe, expect, test } from 'vitest'
import { at, bundle, edited, honest, tamperEntries, withEntries } from '../../test/altered.ts'
import { pack, tamper, unpack } from '../../test/repack.ts'
import { bundleOf, failures, verify } from '../../test/sample-log.ts'
import { retell, type StepName, story, tell } from '../../test/story.ts'

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
