import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packed } from '../../../../packages/sources/src/file/xlsx/packed.ts'
import { bring, startImports } from './imports.fixture.ts'

const table = [
  'id,text,author,date',
  '1,"Zolvara gave me a rash, ""really""",ana,2026-11-01',
  '2,=HYPERLINK("http://evil.example";"Zolvara"),@bob,2026-11-02',
  '3,Nothing to do with it,cara,2026-11-03',
  '4,,dan,2026-11-04',
  '5,Zolvara again,eve,yesterday',
].join('\n')
const shown = async (
  here: Awaited<ReturnType<typeof startImports>>,
  content: string | Uint8Array,
  mapping = null as unknown,
) => {
  const id = await bring(here.oli, here.programme.id, content)
  return here.oli.post(`/api/imports/${id}/preview`, { mapping })
}

test('a file is shown as it would be stored, with what is rejected and why; nothing is stored, and no author is shown', async () => {
  await using here = await startImports()
  const { status, body } = await shown(here, table)
  expect([status, body.recognised, body.format]).toEqual([200, 'generic', 'csv'])
  expect([body.offered, body.unmatched, body.rejected]).toEqual([5, 1, 2])
  expect(body.rejections).toEqual([
    { line: 5, reason: 'text.absent' },
    { line: 6, reason: 'date.unreadable' },
  ])
  expect(body.posts).toMatchObject([
    { externalId: '1', text: 'Zolvara gave me a rash, "really"', hasAuthor: true },
    { externalId: '2', text: '=HYPERLINK("http://evil.example";"Zolvara")' },
  ])
  expect(JSON.stringify(body)).not.toContain('@bob')
  expect(await here.stack.db.selectFrom('post').selectAll().execute()).toEqual([])
  expect(here.stack.failures).toEqual([])
})

test('where no column is known, the columns are told for a person to say what they hold; the mapping is kept for the next file', async () => {
  await using here = await startImports()
  const foreign = 'Nr.;Was;Wann\n1;Von Zolvara wurde mir übel;03/04/2026\n'
  const refused = await shown(here, foreign)
  expect([refused.status, refused.body.code]).toEqual([422, 'import.bad_file'])
  expect(refused.body.details).toEqual({ columns: ['Nr.', 'Was', 'Wann'] })

  const columns = { id: ['Nr.'], text: ['Was'], date: ['Wann'] }
  const ambiguous = await shown(here, foreign, { columns })
  expect(ambiguous.body).toMatchObject({
    rejections: [{ line: 2, reason: 'date.ambiguous' }],
    ambiguousDates: 1,
  })
  const mapping = { columns, dateOrder: 'dmy' }
  const told = await shown(here, foreign, mapping)
  expect(told.body).toMatchObject({
    recognised: 'own',
    mapping: { columns },
    posts: [{ externalId: '1', postedAt: '2026-04-03T00:00:00.000Z' }],
  })

  expect((await here.oli.put('/api/import-profiles/forum', { mapping })).status).toBe(200)
  expect(JSON.parse(await readFile(join(here.profiles, 'forum.json'), 'utf8'))).toEqual({
    name: 'forum',
    ...mapping,
  })
  expect((await here.oli.get('/api/import-profiles')).body.items).toEqual([{ name: 'forum', mapping }])
  const withoutText = await here.oli.put('/api/import-profiles/forum', {
    mapping: { columns: { id: ['Nr.'] } },
  })
  expect([withoutText.status, withoutText.body.code]).toEqual([400, 'input.invalid'])
})

test.each<[string, string | Uint8Array, RegExp]>([
  ['nothing but white space', ' \n ', /empty/],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0', 'latin1'), /No header row/],
  ['an old spreadsheet', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), /XLSX or CSV/],
  ['one JSON array', '[{"text":"x"}]', /one object a line/],
  ['a broken archive', Buffer.from('PK\x03\x04 and no more', 'latin1'), /damaged/],
  ['a bomb', packed([{ name: 'xl/workbook.xml', text: ' '.repeat(5_000_000) }]), /unpacks to more/],
  [
    'one that lies about its size',
    packed([{ name: 'xl/workbook.xml', text: 'x', claims: 300_000_000 }]),
    /unpacks to more/,
  ],
])('%s is no table, and is refused with what to do', async (_, content, advice) => {
  await using here = await startImports()
  const { status, body } = await shown(here, content)
  expect([status, body.code, body.message]).toEqual([422, 'import.bad_file', expect.stringMatching(advice)])
  expect(here.stack.failures).toEqual([])
})

test('no file is larger than may be, in whole or by a piece, and none has a hole', async () => {
  await using here = await startImports()
  const announce = (bytes: number, fileName = 'a.csv') =>
    here.oli.post('/api/imports', { programmeId: here.programme.id, fileName, bytes })
  const most = 100 * 1024 * 1024
  const large = await announce(most + 1)
  expect([large.status, large.body.code]).toEqual([413, 'input.too_large'])
  expect(large.body.message).toMatch(/100 MB.*hark import/)
  for (const name of ['../../etc/passwd', 'a\\b.csv', 'a\u0000.csv', ' ', 'x'.repeat(201)])
    expect((await announce(10, name)).status, name).toBe(400)

  const { id } = (await announce(8)).body
  const put = (at: number, words: string) =>
    here.oli.put(`/api/imports/${id}/content`, { at, piece: Buffer.from(words).toString('base64') })
  expect((await put(4, 'late')).body).toMatchObject({ code: 'input.invalid', details: { received: 0 } })
  expect((await put(0, 'id,t')).body).toEqual({ received: 4 })
  expect((await put(0, 'id,t')).body).toEqual({ received: 4 })
  const early = await here.oli.post(`/api/imports/${id}/preview`, {})
  expect([early.status, early.body.details]).toEqual([400, { received: 4 }])
  expect((await put(4, 'ext\nmore')).body.code).toBe('input.too_large')
  expect((await put(4, 'ext\n')).body).toEqual({ received: 8 })
  expect(await here.files()).toEqual([id])
})

test('ten files wait at most; one that is discarded is gone at once, and cannot be gone on with', async () => {
  await using here = await startImports()
  const ids: string[] = []
  for (let n = 0; n < 10; n += 1) ids.push(await bring(here.oli, here.programme.id, table, `${n}.csv`))
  const body = { programmeId: here.programme.id, fileName: '10.csv', bytes: 10 }
  const eleventh = await here.oli.post('/api/imports', body)
  expect([eleventh.status, eleventh.body.code]).toEqual([503, 'overloaded'])
  const [first, second] = ids as [string, string]
  expect((await here.oli.delete(`/api/imports/${first}`)).body).toMatchObject({
    state: 'dropped',
    madeBy: 'Oli Okafor',
  })
  expect(await here.files()).not.toContain(first)
  for (const again of ['preview', 'start'])
    expect((await here.oli.post(`/api/imports/${first}/${again}`, {})).body.code).toBe('not_found')
  expect((await here.oli.delete(`/api/imports/${first}`)).body.code).toBe('not_found')
  expect((await here.oli.post('/api/imports', body)).status).toBe(200)
  expect((await here.oli.get(`/api/imports/${second}`)).body).toMatchObject({
    state: 'open',
    received: table.length,
  })
})

test('nothing is imported without a written purpose and the name of who is signed in', async () => {
  await using here = await startImports()
  const id = await bring(here.oli, here.programme.id, table)
  const start = (acknowledge: string | null) => here.oli.post(`/api/imports/${id}/start`, { acknowledge })
  const terms = (await here.oli.get(`/api/imports/${id}`)).body.terms
  expect(terms).toMatchObject({ statement: expect.stringMatching(/awareness/), policy: { platform: 'file' } })
  for (const name of [null, 'Lea Lindqvist'])
    expect((await start(name)).body.code).toBe('source.not_acknowledged')
  await here.stack.db.updateTable('programme').set({ strategy: '' }).execute()
  expect((await start('Oli Okafor')).body).toMatchObject({
    code: 'programme.incomplete',
    message: /strategy/,
  })
  await here.stack.db.updateTable('programme').set({ strategy: 'Exports.' }).execute()
  const before = await here.stack.db.selectFrom('source').select('id').execute()
  expect(before).toHaveLength(1)

  const begun = await start('Oli Okafor')
  expect(begun.body).toMatchObject({
    import: { state: 'wanted' },
    receipt: { what: 'Importing export.csv.' },
  })
  const source = here.stack.db.selectFrom('source').selectAll().where('platform', '=', 'file')
  expect(await source.execute()).toMatchObject([{ acknowledged_by: 'Oli Okafor', name: 'file export.csv' }])
  expect(await here.stack.auditActions(begun.body.import.sourceId)).toEqual(['source.acknowledged'])

  const twin = await bring(here.oli, here.programme.id, table)
  const second = await here.oli.post(`/api/imports/${twin}/start`, { acknowledge: 'Oli Okafor' })
  expect([second.status, second.body.code]).toEqual([400, 'input.invalid'])
  expect(here.stack.failures).toEqual([])
})

test('a practice programme asks for no name', async () => {
  await using here = await startImports()
  const practice = await here.stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  const id = await bring(here.oli, practice.id, table)
  expect((await here.oli.get(`/api/imports/${id}`)).body.terms).toBe(null)
  expect((await here.oli.post(`/api/imports/${id}/start`, {})).body).toMatchObject({
    import: { state: 'wanted', practice: true },
    receipt: null,
  })
})

test('who only reads sources sees imports and changes none; without a place for files the host is named', async () => {
  await using here = await startImports()
  const id = await bring(here.oli, here.programme.id, table)
  const aud = await here.stack.as('aud')
  expect((await aud.get('/api/imports')).body.items).toMatchObject([{ id, fileName: 'export.csv' }])
  for (const act of ['preview', 'start'])
    expect((await aud.post(`/api/imports/${id}/${act}`, {})).body.code).toBe('auth.forbidden')
  expect((await aud.delete(`/api/imports/${id}`)).status).toBe(403)
  here.stack.ctx.uploads = null
  const reply = await here.oli.post('/api/imports', {
    programmeId: here.programme.id,
    fileName: 'a',
    bytes: 1,
  })
  expect([reply.status, reply.body.message]).toEqual([404, expect.stringMatching(/hark -- import/)])
})
