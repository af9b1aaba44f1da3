import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { letterBox } from '@hark/db'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, soon, without } from './chromium.ts'
import { type ConsoleStack, startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>A blog</title><link>https://blog.example/</link>
<item><guid>1</guid><title>Zolvara and me</title><description>Zolvara gave me a rash ‮backwards &lt;b&gt;bold&lt;/b&gt;</description></item>
<item><guid>2</guid><title>Nothing much</title><description>A second entry</description></item></channel></rss>`
const SECRET = 'a secret of the hub'
const box = letterBox(Buffer.alloc(32, 9), 'source-secret')
const purpose = {
  objective: 'Hear of events early',
  strategy: 'Blogs of patients',
  markets: ['DE'],
  languages: ['de'],
}

describe.skipIf(!chromiumPath)(`adding a source${without}`, () => {
  let at: ConsoleStack
  let server: Server
  let feed = ''
  beforeAll(async () => {
    server = createServer((req, res) => {
      if (req.url !== '/feed.xml') return res.writeHead(404).end()
      res.writeHead(200, { 'content-type': 'application/rss+xml' }).end(FEED)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    feed = `http://${host}/feed.xml`
    at = await startConsole({ HARK_FETCH_ALLOW: [host], HARK_SOURCE_BOX: box.publicKey })
  }, 120_000)
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]()
    server?.close()
  })

  test('is locked until the purpose is written, tries what was asked for, and listens once a name is under the terms', {
    timeout: 180_000,
  }, async () => {
    const { id } = await at.stack.seedProgramme({ kind: 'live', name: 'Zolvara in blogs' })
    await at.stack.db
      .updateTable('programme')
      .set({ objective: '', responsible: [] })
      .where('id', '=', id)
      .execute()
    const lea = await at.open('lea', '/sources')
    await lea.getByRole('button', { name: 'Add a source…' }).click()
    await lea.getByRole('radio', { name: 'Zolvara in blogs' }).check()
    await lea.getByText('Not written yet: responsible people, objective', { exact: false }).first().waitFor()
    expect(await next(lea, 'Next: platform').getAttribute('aria-disabled')).toBe('true')
    await writePurpose(lea)

    await next(lea, 'Next: platform').click()
    await settled(lea)
    await lea.getByRole('radio', { name: 'Feed', exact: true }).check()
    await next(lea, 'Next: settings').click()
    await lea.getByLabel('Addresses of feeds').fill(feed.replace('feed.xml', 'missing'))
    await lea.getByRole('textbox', { name: 'Secret shared with hubs (WebSub)' }).first().fill(SECRET)
    await lea.getByText('More settings').click()
    await lea.getByLabel('Minutes between two readings').fill('30')
    await settled(lea)
    await next(lea, 'Next: live sample').click()
    await press(lea, lea.getByRole('button', { name: 'Read once', exact: true }))
    await lea.getByText('There is nothing at this address', { exact: false }).waitFor()
    expect(await next(lea, 'Next: terms').getAttribute('aria-disabled')).toBe('true')
    await expect.poll(() => focused(lea), soon).toBe('Read once more')
    await settled(lea)

    await lea.getByRole('button', { name: 'Back' }).click()
    await lea.getByLabel('Addresses of feeds').fill(feed)
    await lea.getByLabel('Name of the source').fill('A blog')
    await next(lea, 'Next: live sample').click()
    await lea.getByRole('button', { name: 'Read once', exact: true }).click()
    await lea.getByText('It can be read: 2 posts', { exact: false }).waitFor()
    expect(await lea.locator('bdi').first().textContent()).toMatch(/U\+202E|RLO/)
    await settled(lea)

    await next(lea, 'Next: terms').click()
    await lea.getByRole('textbox', { name: /write your name/ }).fill('Somebody Else')
    expect(await next(lea, 'Listen to this source').getAttribute('aria-disabled')).toBe('true')
    await lea.getByRole('textbox', { name: /write your name/ }).fill('Lea Lindqvist')
    await settled(lea)
    await next(lea, 'Listen to this source').click()
    await lea.getByRole('heading', { name: 'Listening to A blog' }).waitFor()
    await settled(lea)
    const [sealed] = await at.stack.db.selectFrom('source_secret').selectAll().execute()
    expect(box.open(sealed?.sealed as Buffer)).toBe(SECRET)
    expect(await lea.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(SECRET)
    expect(await lea.content()).not.toContain(SECRET)
    const address = await lea.getByRole('textbox', { name: 'Address the platform pushes to' }).inputValue()
    expect(await added('A blog')).toMatchObject([
      {
        state: 'running',
        acknowledged_by: 'Lea Lindqvist',
        config: { urls: [feed], everyMinutes: 30 },
        programme_id: id,
      },
    ])
    expect(address).toMatch(new RegExp(`^http://127.0.0.1:\\d+/api/hooks/${(await added('A blog'))[0]?.id}$`))

    await lea.getByRole('link', { name: 'To the sources' }).click()
    const card = lea.getByRole('article', { name: 'A blog' })
    await card.getByText('running').waitFor()
    await press(lea, card.getByRole('button', { name: 'Pause…' }))
    await because(lea, 'Pause')
    await expect.poll(() => focused(lea), soon).toBe('Resume')
    await press(lea, card.getByRole('button', { name: 'Resume' }))
    await expect.poll(() => focused(lea), soon).toBe('Pause…')
    await press(lea, card.getByRole('button', { name: 'End…' }))
    await because(lea, 'End it')
    await expect.poll(() => focused(lea), soon).toBe('Ended (1)')
    expect(await card.count()).toBe(0)
    expect(await lea.getByRole('article').count()).toBeGreaterThan(0)
    await lea.keyboard.press('Enter')
    await card.getByText('ended', { exact: true }).waitFor()
    await card.getByText(/Today: 0 offered/).waitFor()
    await settled(lea)
    expect(await card.getByRole('button', { name: /Pause|Resume|End/ }).count()).toBe(0)
    expect(at.complaints).toEqual([])
  })

  test('a permission is asked for where the terms ask for one; what is to be entered at the platform is known beforehand, and the same after a reload', {
    timeout: 120_000,
  }, async () => {
    const { id } = await at.stack.seedProgramme({ kind: 'live', name: 'Inside' })
    await at.stack.db
      .updateTable('programme')
      .set({ ...purpose, responsible: ['Lea'] })
      .where('id', '=', id)
      .execute()
    await at.stack.db.deleteFrom('source').where('programme_id', '=', id).execute()
    const oli = await at.open('oli', `/sources/new?programme=${id}&platform=internal`)
    await next(oli, 'Next: platform').click()
    await next(oli, 'Next: settings').click()
    const box = oli.getByRole('group', { name: 'To enter at the platform' })
    const [address, token] = [
      box.getByRole('textbox', { name: 'Address the platform pushes to' }),
      box.getByRole('textbox', { name: /^Signing secret/ }),
    ]
    const before = await filled(address, token)
    await oli.getByLabel('Name of the source').fill('The lab')
    await expect.poll(() => filled(address, token), soon).not.toEqual(before)
    await expect.poll(() => address.inputValue(), soon).toMatch(/[0-9a-f]$/)
    const entered = await filled(address, token)
    await settled(oli)
    await oli.reload()
    await next(oli, 'Next: platform').click()
    await next(oli, 'Next: settings').click()
    await expect.poll(() => filled(address, token), soon).toEqual(entered)
    await oli.getByLabel('Network').selectOption('slack')
    await next(oli, 'Next: live sample').click()
    await oli.getByRole('button', { name: 'Read once', exact: true }).click()
    await oli.getByText('there is nothing to show just now', { exact: false }).waitFor()
    await next(oli, 'Next: terms').click()
    await oli.getByRole('textbox', { name: /write your name/ }).fill('Oli Okafor')
    expect(await next(oli, 'Listen to this source').getAttribute('aria-description')).toMatch(/permission/)
    await oli.getByLabel('Permission on file').fill('works agreement 3/2026')
    await next(oli, 'Listen to this source').click()
    const once = oli.getByRole('region', { name: 'Shown for the last time' })
    const secret = await once.getByRole('textbox').first().inputValue()
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect([await oli.getByRole('textbox', { name: /^Address/ }).inputValue(), secret]).toEqual(entered)
    expect(entered[0]).toContain(`/api/hooks/${(await added('The lab'))[0]?.id}`)
    expect(await oli.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(secret)
    await oli.reload()
    expect(await oli.content()).not.toContain(secret)
    expect(at.complaints).toEqual([])
  })

  test('who may not change sources is told so', { timeout: 60_000 }, async () => {
    const ana = await at.open('ana', '/sources')
    const button = ana.getByRole('button', { name: 'Add a source…' })
    expect(await button.getAttribute('aria-description')).toMatch(/PV lead or Operator/)
    await ana.goto(new URL('/sources/new', ana.url()).href)
    await ana.getByText('This page is not open to you').waitFor()
  })

  const filled = (...boxes: Locator[]) => Promise.all(boxes.map((one) => one.inputValue()))
  const next = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const added = (name: string) =>
    at.stack.db.selectFrom('source').selectAll().where('name', '=', name).execute()

  async function writePurpose(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Write what is missing' }).click()
    await page.getByRole('combobox', { name: 'People responsible' }).fill('Lea Lindqvist')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Objective' }).fill(purpose.objective)
    await page.getByRole('textbox', { name: 'Strategy' }).fill(purpose.strategy)
    await page.getByLabel('Reason for the change').fill('agreed in the safety board')
    await settled(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/sources\/new/)
    await page.getByRole('radio', { name: 'Zolvara in blogs' }).waitFor()
  }

  /** As who uses no pointer does: where the focus is afterwards is part of what happens. */
  async function press(page: Page, button: Locator): Promise<void> {
    await button.focus()
    await page.keyboard.press('Enter')
  }
  const focused = (page: Page) => page.evaluate('document.activeElement.innerText')

  async function because(page: Page, confirm: string): Promise<void> {
    await page.getByLabel('Reason').fill('the blog has moved')
    await press(page, page.getByRole('button', { name: confirm, exact: true }))
  }

  /** As it stands now, at both widths: no barrier, and nothing to scroll sideways. */
  const settled = (page: Page) =>
    withoutBarrier(page, `add source ${new URL(page.url()).pathname}`, deskAndPhone)
})
