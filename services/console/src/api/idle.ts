import { focusManager } from '@tanstack/react-query'

const IDLE_MS = 5 * 60_000
let timer: ReturnType<typeof setTimeout> | undefined
let idle = false
let lastTouch = 0

/**
 * Stops refreshing and claiming while nobody touches the page: otherwise an abandoned screen would keep its session
 * and its case alive for ever, and the server's idle limit would mean nothing.
 */
export function watchIdle(): void {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    window.addEventListener(event, touched, { passive: true, capture: true })
  }
  touched()
}

export const isIdle = (): boolean => idle

/** Longer than what a touch sets off, shorter than two refreshes. */
const ACT_MS = 20_000

/** Nobody has touched the page lately: what it asks now is its own doing, and keeps no session alive. */
export const isUntouched = (): boolean => Date.now() - lastTouch > ACT_MS

function touched(): void {
  lastTouch = Date.now()
  clearTimeout(timer)
  timer = setTimeout(rest, IDLE_MS)
  if (!idle) return
  idle = false
  focusManager.setFocused(undefined)
}

function rest(): void {
  idle = true
  focusManager.setFocused(false)
}
