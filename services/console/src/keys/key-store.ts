type Binding = Record<string, (event: KeyboardEvent) => void>

const layers: { current: Binding }[] = []
let pending = ''
let pendingAt = 0

const OFF = 'hark.keys.off'
/** Single-letter keys can be switched off (WCAG 2.1.4); modified keys stay. */
export const lettersOff = (): boolean => localStorage.getItem(OFF) === '1'
export const setLettersOff = (off: boolean): void => localStorage.setItem(OFF, off ? '1' : '0')

/** Adds a layer of bindings; the newest layer that knows a key gets it. */
export function addLayer(layer: { current: Binding }): () => void {
  if (layers.length === 0) window.addEventListener('keydown', onKey)
  layers.push(layer)
  return () => {
    layers.splice(layers.indexOf(layer), 1)
    if (layers.length === 0) window.removeEventListener('keydown', onKey)
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  if (name === null) return
  const now = performance.now()
  const sequence = pending && now - pendingAt < 1000 ? `${pending} ${name}` : name
  pending = ''
  const layer = layers.findLast((l) => l.current[sequence])
  if (layer) {
    event.preventDefault()
    layer.current[sequence]?.(event)
  } else if (layers.some((l) => Object.keys(l.current).some((k) => k.startsWith(`${name} `)))) {
    pending = name
    pendingAt = now
  }
}

/** The key as the map writes it, or null where typing, a dialog or a control has it. */
function nameOf(event: KeyboardEvent): string | null {
  const target = event.target instanceof Element ? event.target : null
  if (document.querySelector('[aria-modal="true"]')) return null
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return 'mod+enter'
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (target?.closest('input, textarea, select, [contenteditable="true"]')) return null
  if (event.key === 'Enter' || event.key === ' ') {
    return target?.closest('button, a, summary, [role="button"], [role="tab"]')
      ? null
      : event.key.toLowerCase()
  }
  if (event.key.length !== 1) return event.key.toLowerCase()
  if (lettersOff()) return null
  return /[A-Z]/.test(event.key) ? `shift+${event.key.toLowerCase()}` : event.key
}
