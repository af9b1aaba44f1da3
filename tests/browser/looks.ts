import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { violations } from './axe.ts'

export type Look = readonly [width: number, colorScheme: 'light' | 'dark']
/** A desk and a phone, light and dark; the desk in light last, so that a test goes on where it was. */
export const looks: readonly Look[] = [
  [390, 'dark'],
  [390, 'light'],
  [1280, 'dark'],
  [1280, 'light'],
]
/** The two that differ most, for pages that are seen in all four elsewhere. */
export const deskAndPhone: readonly Look[] = [
  [390, 'dark'],
  [1280, 'light'],
]

/** The page as it stands, seen in each look without being opened again: no violation, nothing cut off at its side. */
export async function withoutBarrier(page: Page, name: string, seen: readonly Look[] = looks): Promise<void> {
  for (const [width, colorScheme] of seen) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
    await keepPicture(page, `${name} ${width} ${colorScheme}`)
    expect(await violations(page), `${name} ${width} ${colorScheme}`).toEqual([])
    expect(await page.evaluate(sideways), `${name} scrolls sideways at ${width}`).toEqual([])
  }
}

/**
 * In the page: what scrolls sideways without being meant to. The page itself never does, for `main` scrolls in its place; what is
 * meant to (a table, a block of code) can have the focus.
 */
const sideways = `[...document.querySelectorAll('html, body *')].filter((e) => {
  const scrolls = e === document.documentElement || /auto|scroll/.test(getComputedStyle(e).overflowX)
  return scrolls && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0
}).map((e) => e.localName + '.' + e.className + ' ' + (e.scrollWidth - e.clientWidth))`

/** For who wants to look: \`HARK_PICTURES=folder\` keeps what each page looked like, as long as it is. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.HARK_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  const { width, height } = page.viewportSize() as { width: number; height: number }
  const more = `Math.max(0, ...[...document.querySelectorAll('main')].map((m) => m.scrollHeight - m.clientHeight))`
  await page.setViewportSize({ width, height: height + Number(await page.evaluate(more)) })
  await page.screenshot({ path: `${folder}/${name.replace(/[^a-z0-9]+/gi, '-')}.png` })
  await page.setViewportSize({ width, height })
}
