const layers = '[role=dialog], [role=menu]'

/**
 * Gives the focus to the page's h1 as soon as it stands, and to the one that takes its place while the page is
 * still being read; ends once somebody, or the page itself, put the focus elsewhere. Returns what ends it.
 */
export function leadToHeading(): () => void {
  let led: HTMLElement | null = null
  const look = () => {
    const active = document.activeElement
    const free = active === null || active === document.body
    if (led ? !free && active !== led : chosen(active)) return end()
    if (active?.closest(layers) || document.querySelector('[role=dialog][aria-modal=true]')) return
    const heading = document.querySelector<HTMLElement>('main h1')
    if (!heading || heading === led) return
    led = heading
    heading.tabIndex = -1
    heading.focus()
  }
  const changes = new MutationObserver(look)
  const end = () => {
    changes.disconnect()
    document.removeEventListener('focusin', look)
    document.removeEventListener('pointerdown', end)
  }
  changes.observe(document.body, { childList: true, subtree: true })
  document.addEventListener('focusin', look)
  document.addEventListener('pointerdown', end)
  look()
  return end
}

/** A field or part the page gave the focus to by itself: what was focused on the page before is gone, and its name is ours to give. */
const chosen = (active: Element | null): boolean =>
  active !== null && !active.matches('main, main h1') && active.closest('main') !== null
