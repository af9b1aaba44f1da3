import { useLayoutEffect, useRef } from 'react'
import { addLayer } from './key-store.ts'

/** Binds keys while the component is shown, e.g. `{ j: next, 'g q': goQueue, 'mod+enter': conclude }`. */
export function useKeys(bindings: Record<string, (event: KeyboardEvent) => void>): void {
  const layer = useRef(bindings)
  // Before it is painted: what a person sees answers its keys, also on a busy machine.
  useLayoutEffect(() => {
    layer.current = bindings
  })
  useLayoutEffect(() => addLayer(layer), [])
}
