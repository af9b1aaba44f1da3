import { PASSWORD, type Stack, startStack } from '@hark/testkit'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { buildConsole } from '../../services/cli/src/start/console-build.ts'
import { launch } from './chromium.ts'

const STEP_MS = 30_000

export type ConsoleStack = AsyncDisposable & {
  stack: Stack
  /** A page of this person, signed in through the form. */
  open: (username: string, path?: string, size?: { width: number; height: number }) => Promise<Page>
  /** A page of nobody: the sign-in, wherever it leads. */
  visit: (path: string, size?: { width: number; height: number }) => Promise<Page>
  /** A code of this person that was not used yet; the app's clock moves on when codes run out. */
  code: (username: string) => string
  password: string
  /** What the pages complained about: refused by the content policy, failed, or thrown. */
  complaints: string[]
}

/** The built console on the real api, in chromium. */
export async function startConsole(over: Partial<Stack['ctx']['config']> = {}): Promise<ConsoleStack> {
  const { folder } = await buildConsole('/dev/null', new AbortController().signal)
  const config = {
    HARK_CONSOLE_DIR: folder ?? undefined,
    HARK_REPLY_PLATFORMS: 'practice',
    HARK_HOLD_SECONDS: 60,
    ...over,
  }
  const stack = await startStack({
    config,
    programme: { kind: 'practice', platform: 'practice', name: 'Practice programme' },
  })
  const address = await stack.app.listen({ host: '127.0.0.1', port: 0 })
  const browser = await launch()
  const complaints: string[] = []
  const code = codes(stack)
  return {
    stack,
    code,
    complaints,
    password: PASSWORD,
    open: (username, path = '/', size = { width: 1280, height: 900 }) =>
      signIn(browser, address, { username, path, size, code, complaints }),
    visit: async (path, size = { width: 1280, height: 900 }) => {
      const page = await newPage(browser, { username: 'nobody', size, complaints })
      await page.goto(address + path)
      return page
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await stack[Symbol.asyncDispose]()
    },
  }
}

type SignIn = {
  username: string
  path: string
  size: { width: number; height: number }
  code: (u: string) => string
  complaints: string[]
}

async function newPage(browser: Browser, s: Pick<SignIn, 'username' | 'size' | 'complaints'>): Promise<Page> {
  const page = await (await browser.newContext({ viewport: s.size, reducedMotion: 'reduce' })).newPage()
  page.on('pageerror', (err) => s.complaints.push(`${s.username}: ${err.message}`))
  page.on('console', (m) => {
    // A refusal by the api is part of a day; anything else is not, what a page caught of itself included.
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource'))
      s.complaints.push(`${s.username}: ${m.text()}`)
  })
  return page
}

async function signIn(browser: Browser, address: string, s: SignIn): Promise<Page> {
  const page = await newPage(browser, s)
  await page.goto(address + s.path)
  await page.getByLabel('User name').fill(s.username)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByLabel('Code').fill(s.code(s.username))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Pages' }).first().waitFor()
  return page
}

function codes(stack: Stack): (username: string) => string {
  const last = new Map<string, number>()
  return (username) => {
    const secret = stack.people[username]?.totpSecret ?? ''
    const now = Math.floor(stack.clock.now().getTime() / STEP_MS)
    const step = Math.max((last.get(username) ?? 0) + 1, now)
    if (step > now + 1) stack.clock.advance((step - now - 1) * STEP_MS)
    last.set(username, step)
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: step * STEP_MS })
  }
}
