import { focusManager } from '@tanstack/react-query'

const IDLE_MS = 5 * 60_000
let timer: ReturnType<typeof setTimeout> | undefined
let idle = false

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

function touched(): void {
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
