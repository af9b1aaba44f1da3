import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
export const chromiumPath: string | undefined = process.env.HARK_CHROMIUM ?? PATHS.find((p) => existsSync(p))
/** Part of a test's name where it cannot run, so that nothing is skipped in silence. */
export const without: string = chromiumPath
  ? ''
  : ' (skipped: no chromium on this machine; apt-get install chromium)'

/** How long a page may take to show what was done, on a machine that many share. */
export const soon = { timeout: 15_000 }

/** No sandbox (tests run as root in CI) and no background traffic: the machine may have no network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath as string, args: flags })
