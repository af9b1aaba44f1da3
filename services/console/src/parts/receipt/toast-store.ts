import type { Receipt } from '@hark/contract'
import type { Undo } from './show-receipt.tsx'

export type Toast = { id: number; receipt: Receipt; undo: Undo | null }

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/** Adds a receipt; the newest three stay in view. */
export function create(toast: Omit<Toast, 'id'>): void {
  set([...toasts, { ...toast, id: nextId++ }].slice(-3))
}

export const dismiss = (id: number): void => set(toasts.filter((t) => t.id !== id))
export const readToasts = (): readonly Toast[] => toasts
export const watchToasts = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
