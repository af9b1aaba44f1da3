import { describe, expect, test } from 'vitest'
import { tamper, unpack } from '../../test/repack.ts'
import { bundleOf, verify } from '../../test/sample-log.ts'
import { mutate, seeded } from '../../test/seeded.ts'
import { retell, type StepName, story, tell } from '../../test/story.ts'

const log = tell()
const bundle = await bundleOf(log)
const names = [...(await unpack(bundle)).keys()]

describe('5,800 seeded mutations: the verifier neither believes one nor falls over', () => {
  test('5,000 anywhere in the archive', async () => {
    for (let seed = 1; seed <= 5000; seed++) {
      const { status } = await verify(log, mutate(bundle, seeded(seed)))
      expect(status, `seed ${seed}`).toBe('invalid')
    }
  }, 120_000)

  test('600 inside files of the log, with a manifest made to fit and signed', async () => {
    // What only the manifest vouches for may be changed by whoever may sign it.
    const vouchedForByLog = names.filter((name) => !/^(manifest\.|records\.|line-listing\.)/.test(name))
    for (let seed = 1; seed <= 600; seed++) {
      const random = seeded(seed)
      const name = vouchedForByLog[random(vouchedForByLog.length)] as string
      const edit = (files: Map<string, Buffer>) => files.set(name, mutate(files.get(name) as Buffer, random))
      const { status } = await verify(log, await tamper(bundle, edit, log.sealKey))
      expect(status, `seed ${seed}, ${name}`).toBe('invalid')
    }
  })

  test('200 inside a case file, with a manifest made to fit and signed', async () => {
    const selected = [
      0,
      ...log.sealed.flatMap(({ event }) => (event.action.startsWith('decision') ? event.seq : [])),
    ]
    const partial = await bundleOf(log, { selected })
    const files = [...(await unpack(partial)).keys()].filter((name) =>
      /^(entries|proofs|consistency|checkpoint)/.test(name),
    )
    for (let seed = 1; seed <= 200; seed++) {
      const random = seeded(seed)
      const name = files[random(files.length)] as string
      const edit = (all: Map<string, Buffer>) => all.set(name, mutate(all.get(name) as Buffer, random))
      const { status } = await verify(log, await tamper(partial, edit, log.sealKey))
      expect(status, `seed ${seed}, ${name}`).toBe('invalid')
    }
  })

  test('every step left out of the story changes the checkpoint, so an earlier one tells', async () => {
    const steps = (Object.keys(story) as StepName[]).filter((step) => !/Checkpoint$/.test(step))
    for (const step of steps) {
      const other = tell(retell(step))
      const result = await verify(other, await bundleOf(other), {
        previousCheckpoint: log.checkpoints.at(-1) as string,
      })
      expect(result.status, step).toBe('invalid')
    }
  })
})
