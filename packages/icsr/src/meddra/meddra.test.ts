import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileConcepts, openConcepts } from '@hark/detection'
import { describe, expect, test } from 'vitest'
import { loadMedDra, NotMedDra } from './med-ascii.ts'
import { lltRanker } from './rank-llts.ts'

/** A made-up dictionary in MedAscii form, version 0.0: no term or code of MedDRA. */
const release: Record<string, string> = {
  'MEDDRA_RELEASE.ASC': '0.0$English$$$$\n',
  'soc.asc': '1$Sleep and mind$Slp$$$$$$$$\n2$Skin and hair$Skn$$$$$$$$\n',
  'pt.asc': '11$Sleeplessness$$1$$$$$$$$\n21$Hair loss$$2$$$$$$$$\n22$Itching rash$$2$$$$$$$$',
  'llt.asc': [
    '11$Sleeplessness$11$$$$$$$Y$$',
    '12$Insomnia$11$$$$$$$Y$$',
    '13$Wakeful nights (old)$11$$$$$$$N$$',
    '21$Hair loss$21$$$$$$$Y$$',
    '22$Itching rash$22$$$$$$$Y$$',
  ].join('\r\n'),
}

function written(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'hark-meddra-'))
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  return directory
}

describe('a MedAscii directory', () => {
  test('is read whatever the case of its names, with version, hash and hierarchy', () => {
    const meddra = loadMedDra(written(release))
    expect(meddra).toMatchObject({ version: '0.0', language: 'English' })
    expect(meddra.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(meddra.llts).toHaveLength(5)
    expect(meddra.llts[1]).toEqual({
      code: '12',
      name: 'Insomnia',
      current: true,
      ptCode: '11',
      ptName: 'Sleeplessness',
      socCode: '1',
      socName: 'Sleep and mind',
    })
    expect(meddra.llts[2]?.current).toBe(false)
  })

  test('one changed byte is another hash', () => {
    const other = { ...release, 'pt.asc': release['pt.asc']?.replace('Hair loss', 'Hair Loss') ?? '' }
    expect(loadMedDra(written(other)).sha256).not.toBe(loadMedDra(written(release)).sha256)
  })

  test.each([
    ['a missing file', { 'soc.asc': undefined }, 'soc.asc is missing'],
    ['a short record', { 'llt.asc': '11$Sleep$11' }, 'llt.asc, line 1'],
    ['a code that leads nowhere', { 'pt.asc': '11$Sleeplessness$$9$$$$$$$$' }, 'code 9'],
    ['an empty release file', { 'MEDDRA_RELEASE.ASC': '' }, 'names no version'],
  ])('%s is refused in words', (_, change, why) => {
    const files = Object.fromEntries(
      Object.entries({ ...release, ...change }).filter(([, v]) => v !== undefined),
    ) as Record<string, string>
    const directory = written(files)
    expect(() => loadMedDra(directory)).toThrow(NotMedDra)
    expect(() => loadMedDra(directory)).toThrow(why)
  })
})

describe('ranked LLTs', () => {
  const rank = lltRanker(loadMedDra(written(release)), openConcepts())

  test.each([
    ["couldn't sleep", 'Insomnia', 'Sleeplessness'],
    ['hair falling out in clumps', 'Hair loss', 'Hair loss'],
  ])('%s reaches %s under %s', (phrase, llt, pt) => {
    const found = rank(phrase, 'en').find((r) => r.name === llt)
    expect(found?.ptName).toBe(pt)
  })

  test('a non-current term is never proposed', () => {
    expect(rank('wakeful nights old', 'en', 50).map((r) => r.code)).not.toContain('13')
  })

  test('what was found through an open concept says so', () => {
    const concepts = compileConcepts('HARK:hair\tHair loss\tmy shower drain looks like a wig')
    const [first] = lltRanker(loadMedDra(written(release)), concepts)('shower drain looks like a wig', 'en')
    expect(first).toMatchObject({ name: 'Hair loss', via: 'Hair loss' })
  })
})

const example = join(
  import.meta.dirname,
  '../../../..',
  process.env.HARK_SHARED ?? '../shared',
  'icsr/example_meddra/MedAscii',
)
test.skipIf(!existsSync(example))(
  'a published synthetic release loads (skipped where ../shared is absent)',
  () => {
    const meddra = loadMedDra(example)
    expect(meddra.version).toBe('0.0')
    expect(meddra.llts.filter((l) => !l.current)).toHaveLength(1)
  },
)
