import { connect, endSource, insertProgramme, type NewProgramme } from '@hark/db'
import { createTestDatabase } from '@hark/testkit'
import { expect, test } from 'vitest'
import { openImport } from './open-import.ts'

const whole: NewProgramme = {
  name: 'Zolvara',
  kind: 'live',
  objective: 'Hear of adverse events early.',
  strategy: 'Exports of the listening tool.',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  replyAccount: null,
  products: [{ group: 'zolvara', brand: 'Zolvara', substance: 'zolvaretine', own: true, names: [] }],
}

async function opening(programme: Partial<NewProgramme> = {}, answer: string | null = null) {
  const base = await createTestDatabase()
  const db = connect({ url: base.url() })
  await db
    .transaction()
    .execute((trx) => insertProgramme(trx, { ...whole, ...programme }, { id: 't', kind: 'service' }))
  const [said, asked]: [string[], string[]] = [[], []]
  const open = (acknowledge?: string) => {
    const person = {
      ask: async (question: string) => {
        asked.push(question)
        return answer
      },
    }
    const wanted = {
      path: '/somewhere/an export.csv',
      programme: 'Zol',
      acknowledge,
      command: 'hark import X',
    }
    return openImport(db, wanted, { person, say: (line) => said.push(line) })
  }
  const sources = () => db.selectFrom('source').selectAll().execute()
  const entries = () => db.selectFrom('ledger_entry').select('action').orderBy('staged_no').execute()
  const close = async () => {
    await db.destroy()
    await base[Symbol.asyncDispose]()
  }
  return { db, open, said, asked, sources, entries, [Symbol.asyncDispose]: close }
}

test('what real people wrote is imported once somebody accepts the terms; till then nothing is there but what to run', async () => {
  await using here = await opening()
  expect(await here.open()).toBe(null)
  expect(await here.open('  ')).toBe(null)
  const told = here.said.join('\n')
  for (const words of [
    'awareness starts regulatory clocks',
    'The importer answers for',
    'Replies are not allowed',
  ])
    expect(told).toContain(words)
  expect(here.said.at(-1)).toContain('hark import X --acknowledge "Your Name"')
  expect([here.asked.length, await here.sources()]).toEqual([1, []])

  expect(await here.open('Lea Lindqvist')).toMatchObject({ source: { cursor: null, platform: 'file' } })
  expect(await here.sources()).toMatchObject([
    {
      name: 'file an export.csv',
      state: 'running',
      acknowledged_by: 'Lea Lindqvist',
      policy: { platform: 'file' },
    },
  ])
})

test('who is asked at a terminal may answer there', async () => {
  await using here = await opening({}, 'Ana Torres')
  await here.open()
  expect(here.asked).toEqual([expect.stringContaining('type your name')])
  expect(await here.sources()).toMatchObject([{ acknowledged_by: 'Ana Torres' }])
})

test('each import is accepted anew: an interrupted one goes on from its place, an ended one begins again', async () => {
  await using here = await opening()
  const first = await here.open('Lea Lindqvist')
  const place = (cursor: string) => here.db.updateTable('source').set({ cursor }).execute()
  await place('abc:500')
  expect((await here.open('Ana Torres'))?.source).toMatchObject({ id: first?.source.id, cursor: 'abc:500' })
  await endSource(here.db, first?.source.id as string)
  expect((await here.open('Oli Okafor'))?.source).toMatchObject({ id: first?.source.id, cursor: null })
  expect(await here.sources()).toMatchObject([{ state: 'running', acknowledged_by: 'Oli Okafor' }])
  const accepted = (await here.entries()).filter(({ action }) => action === 'source.acknowledged')
  expect(accepted).toHaveLength(3)
})

test.each([
  ['objective', ''],
  ['strategy', ' '],
  ['markets', []],
  ['languages', []],
  ['responsible', []],
])('a programme without its %s imports nothing, and says where that is written', async (field, empty) => {
  await using here = await opening({ [field]: empty })
  const refused = here.open('Lea Lindqvist')
  await expect(refused).rejects.toMatchObject({
    code: 'programme.incomplete',
    message: expect.stringMatching(/Sources, Programmes, "Zolvara", Change…/),
  })
  expect([here.said, here.asked, await here.sources()]).toEqual([[], [], []])
})

test('a practice programme asks nothing, first or again', async () => {
  await using here = await opening({ kind: 'practice', objective: '', responsible: [] })
  const first = await here.open()
  await endSource(here.db, first?.source.id as string)
  expect((await here.open())?.source).toMatchObject({ id: first?.source.id, cursor: null })
  expect([here.said, here.asked]).toEqual([[], []])
  expect(await here.sources()).toMatchObject([{ state: 'running', policy: { platform: 'practice' } }])
})
