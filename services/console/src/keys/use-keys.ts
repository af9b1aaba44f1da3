import { useEffect, useRef } from 'react'
import { addLayer } from './key-store.ts'

/** Binds keys while the component is shown, e.g. `{ j: next, 'g q': goQueue, 'mod+enter': conclude }`. */
export function useKeys(bindings: Record<string, (event: KeyboardEvent) => void>): void {
  const layer = useRef(bindings)
  useEffect(() => {
    layer.current = bindings
  })
  useEffect(() => addLayer(layer), [])
}
