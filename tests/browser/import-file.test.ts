import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealer } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { uploadPlace } from '@hark/sources'
import { TEST_KEY } from '@hark/testkit'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePurpose } from '../../services/api/src/routes/imports.fixture.ts'
import { importUntilStopped } from '../../services/ingest/src/import-files.ts'
import { chromiumPath, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { withoutBarrier } from './looks.ts'

const brandwatch = [
  'Report:,Bulk Mentions Download',
  'Brand:,Zolvara',
  '',
  'Query Id,Query Name,Date,Title,Snippet,Url,Page Type,Language,Full Text,Author,X Author ID,Gender',
  '1,Q,2026-07-01 10:11:12.0,Anyone else?,short,https://forum.example.org/t/12,forum,en,"Zolvara gave me a rash, ‮backwards",someone,,',
  '1,Q,2026-07-01 10:12:00.0,,,https://twitter.com/a/status/1234567890123456789,twitter,en,,a,,',
  '1,Q,2026-07-01 10:13:00.0,,,https://forum.example.org/t/13,forum,ar,زولفارا Zolvara سبب لي صداعا,b,,',
  '1,Q,2026-07-01 10:14:00.0,,,https://forum.example.org/t/14,forum,en,Nothing to do with it,c,,',
  '1,Q,2026-07-01 10:15:00.0,,,https://forum.example.org/t/15,forum,en,"=HYPERLINK(""http://evil.example"";""Zolvara"")",d,,',
].join('\r\n')

describe.skipIf(!chromiumPath)(`importing a file${without}`, () => {
  let at: ConsoleStack
  let folder = ''
  let live = ''
  const stop = new AbortController()
  let ingest: Promise<void> | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hark-browser-import-'))
    const uploads = join(folder, 'uploads')
    at = await startConsole({ HARK_UPLOAD_DIR: uploads, HARK_PROFILE_DIR: join(folder, 'profiles') })
    const programme = await at.stack.seedProgramme({ kind: 'live', name: 'Zolvara' })
    live = programme.id
    const reader = {
      db: at.stack.dbAs('hark_ingest'),
      sealing: { pseudonymKey: TEST_KEY, sealHandle: sealer(TEST_KEY, 'handle').seal },
      log: createLogger({ service: 'ingest', level: 'silent' }),
      metrics: createMetrics('ingest'),
      uploads: uploadPlace(uploads),
      open: () => Promise.reject(new Error('no source is read here')),
    }
    ingest = importUntilStopped(reader, stop.signal)
  }, 120_000)
  afterAll(async () => {
    stop.abort()
    await ingest
    await at?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  test('an operator looks at a vendor’s export, accepts its terms by name, and sees what became of each line', {
    timeout: 180_000,
  }, async () => {
    const oli = await at.open('oli', '/sources')
    await press(oli, oli.getByRole('button', { name: 'Import a file…' }))
    await oli.getByLabel('Programme').selectOption({ label: 'Zolvara' })
    await oli
      .getByText('Not written yet: responsible people, objective, strategy', { exact: false })
      .first()
      .waitFor()
    await oli.getByText('Who may write it: PV lead', { exact: false }).waitFor()
    await withoutBarrier(oli, 'import purpose missing')
    await writePurpose(at.stack, { id: live })
    await oli.reload()
    await give(oli, 'mentions.csv', brandwatch)
    await withoutBarrier(oli, 'import file chosen')
    await press(oli, next(oli, 'Next: look at it'))

    await oli.getByText('Read as an export of Brandwatch', { exact: false }).waitFor()
    expect(await focused(oli)).toBe('What is in mentions.csv')
    await oli
      .getByText('5 lines = 3 naming a product + 1 naming none + 1 rejected', { exact: false })
      .waitFor()
    await oli.getByRole('cell', { name: 'has no text' }).waitFor()
    expect(await oli.locator('bdi[data-post]').first().textContent()).toMatch(/U\+202E|RLO/)
    await oli.getByText('=HYPERLINK("http://evil.example";"Zolvara")').waitFor()
    expect(await oli.getByRole('link', { name: /evil/ }).count()).toBe(0)
    await withoutBarrier(oli, 'import looked at')

    await oli.getByLabel('Title', { exact: true }).selectOption({ label: 'only kept with the row' })
    expect(await next(oli, 'Next: terms').getAttribute('aria-description')).toMatch(/Look at it again/)
    await press(oli, oli.getByRole('button', { name: 'Look again with these' }))
    await oli.getByText('Read as a table with the columns you named', { exact: false }).waitFor()
    expect(await oli.getByText('Anyone else?').count()).toBe(0)

    await press(oli, next(oli, 'Next: terms'))
    await oli.getByText('awareness starts regulatory clocks', { exact: false }).waitFor()
    await oli.getByRole('textbox', { name: /write your name/ }).fill('Lea Lindqvist')
    expect(await next(oli, 'Import it').getAttribute('aria-disabled')).toBe('true')
    await oli.getByRole('textbox', { name: /write your name/ }).fill('Oli Okafor')
    await withoutBarrier(oli, 'import terms')
    await oli.keyboard.press('Enter')
    await oli.getByRole('heading', { name: '✔ Imported: mentions.csv' }).waitFor({ timeout: 30_000 })
    await oli.getByText('5 offered = 1 unmatched + 0 duplicate + 3 stored + 1 rejected').waitFor()
    await expect.poll(() => focused(oli)).toBe('✔ Imported: mentions.csv')
    await withoutBarrier(oli, 'import done')
    const coming = oli.waitForEvent('download')
    await oli.getByRole('link', { name: 'Download the rejected lines' }).click()
    const got = await coming
    expect(got.suggestedFilename()).toMatch(/^rejected-[0-9a-f-]+\.csv$/)
    expect(await readFile(await got.path(), 'utf8')).toBe('line,reason\r\n6,text.absent\r\n')
    const [source] = await at.stack.db
      .selectFrom('source')
      .selectAll()
      .where('platform', '=', 'file')
      .execute()
    expect(source).toMatchObject({ acknowledged_by: 'Oli Okafor', state: 'ended', programme_id: live })
    expect(at.complaints).toEqual([])
  })

  test('columns nobody knows are named by hand and kept for the next file; practice asks for no name; the same again adds nothing', {
    timeout: 180_000,
  }, async () => {
    const oli = await at.open('oli', '/sources/import')
    await oli.getByLabel('Programme').selectOption({ label: 'Practice programme (practice)' })
    const foreign = 'Nr.;Was;Wann\n1;Von Zolvara wurde mir übel;03/04/2026\n'
    await drop(oli, 'forum.csv', foreign)
    await next(oli, 'Next: look at it').click()
    await oli.getByText('No column is known to hold the text.', { exact: false }).waitFor()
    expect(await next(oli, 'Next: terms').getAttribute('aria-disabled')).toBe('true')
    await withoutBarrier(oli, 'import columns unknown')
    for (const [column, field] of [
      ['Was', 'Text'],
      ['Nr.', 'Id of the post'],
      ['Wann', 'Date'],
    ] as const)
      await oli.getByLabel(column, { exact: true }).selectOption({ label: field })
    await press(oli, oli.getByRole('button', { name: 'Look again with these' }))
    await oli.getByText('Every line would be rejected.').waitFor()
    await oli.getByLabel('A date such as 03/04').selectOption({ label: 'has the day first (3 April)' })
    await oli.getByText('Saved mappings').click()
    await oli.getByLabel('Save these columns as').fill('forum')
    await press(oli, oli.getByRole('button', { name: 'Save', exact: true }))
    await oli.getByText('Saved as forum', { exact: false }).waitFor()
    await press(oli, oli.getByRole('button', { name: 'Look again with these' }))
    await oli.getByText('1 line = 1 naming a product', { exact: false }).waitFor()
    await withoutBarrier(oli, 'import mapped')
    await press(oli, next(oli, 'Next: terms'))
    await oli.getByRole('heading', { name: 'Import for practice' }).waitFor()
    await press(oli, next(oli, 'Import it'))
    await oli
      .getByText('1 offered = 0 unmatched + 0 duplicate + 1 stored + 0 rejected')
      .waitFor({ timeout: 30_000 })
    const [post] = await at.stack.db.selectFrom('post').selectAll().where('practice', '=', true).execute()
    expect(post).toMatchObject({
      platform: 'practice',
      external_id: '1',
      posted_at: '2026-04-03T00:00:00.000Z',
    })

    await press(oli, oli.getByRole('button', { name: 'Import another' }))
    await oli.getByRole('region', { name: 'Files brought here lately' }).waitFor()
    await give(oli, 'forum.csv', foreign)
    await withoutBarrier(oli, 'import lately')
    await next(oli, 'Next: look at it').click()
    await oli.getByText('Saved mappings').click()
    await oli.getByLabel('Use a saved mapping').selectOption('forum')
    await press(oli, oli.getByRole('button', { name: 'Look again with these' }))
    await oli.getByText('1 line = 1 naming a product', { exact: false }).waitFor()
    await press(oli, next(oli, 'Next: terms'))
    await press(oli, next(oli, 'Import it'))
    await oli
      .getByText('1 offered = 0 unmatched + 1 duplicate + 0 stored + 0 rejected')
      .waitFor({ timeout: 30_000 })
    expect(at.complaints).toEqual([])
  })

  test('a file that is too large is refused before it is brought, one that is no table with what to do', {
    timeout: 60_000,
  }, async () => {
    const oli = await at.open('oli', `/sources/import?programme=${live}`)
    const large = join(folder, 'large.csv')
    await writeFile(large, 'id,text\n')
    await truncate(large, 101 * 1024 * 1024)
    await oli.getByLabel('File', { exact: true }).setInputFiles(large)
    await oli.getByText('It has 101.0 MB, and 100.0 MB are the most', { exact: false }).waitFor()
    await withoutBarrier(oli, 'import too large')
    await give(oli, 'old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))
    await next(oli, 'Next: look at it').click()
    await oli.getByText('save it as XLSX or CSV', { exact: false }).waitFor()
    await withoutBarrier(oli, 'import no table')
    await oli.getByRole('button', { name: 'Back' }).click()
    await oli.getByRole('cell', { name: 'discarded' }).waitFor()
    expect(at.complaints).toEqual([])
  })

  test('who may not change sources is told so', { timeout: 60_000 }, async () => {
    const ana = await at.open('ana', '/sources')
    const button = ana.getByRole('button', { name: 'Import a file…' })
    expect(await button.getAttribute('aria-description')).toMatch(/PV lead or Operator/)
  })

  const next = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const focused = (page: Page) => page.evaluate('document.activeElement.innerText')
  const give = (page: Page, name: string, content: string | Buffer) =>
    page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })

  /** As who drags it in from another window. */
  async function drop(page: Page, name: string, text: string): Promise<void> {
    const given = await page.evaluateHandle(
      `(() => { const d = new DataTransfer(); d.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)})); return d })()`,
    )
    await page.getByText('Or drop it here', { exact: false }).dispatchEvent('drop', { dataTransfer: given })
    await page.getByText(`${name},`, { exact: false }).waitFor()
  }

  async function press(page: Page, button: Locator): Promise<void> {
    await button.focus()
    await page.keyboard.press('Enter')
  }
})
