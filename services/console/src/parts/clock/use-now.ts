import { useSyncExternalStore } from 'react'

type Ticker = { subscribe: (tick: () => void) => () => void; read: () => number }

/** One timer for all clocks of one pace; it stops when nobody looks. */
function ticker(everyMs: number): Ticker {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        now = Date.now()
        timer = setInterval(tick, everyMs)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearInterval(timer)
      }
    },
    read: () => now,
  }
}

const slow = ticker(15_000)
const fast = ticker(1_000)

/** The present in milliseconds, renewed every 15 s, or every second for a countdown. */
export function useNow(pace: 'slow' | 'fast' = 'slow'): number {
  const source = pace === 'fast' ? fast : slow
  return useSyncExternalStore(source.subscribe, source.read)
}
