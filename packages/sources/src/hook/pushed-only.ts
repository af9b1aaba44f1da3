import type { Platform } from '@hark/domain'
import type { Delivery, Items, Source } from '../source.ts'

/** A source that is pushed to and has nothing to read: it waits until it is stopped, or not at all where it is only looked at `once`. */
export function pushedOnly(
  platform: Platform,
  parse: (delivery: Delivery) => Items,
  { once = false }: { once?: boolean | undefined } = {},
): Source {
  return {
    platform,
    parse,
    // Ending would end the source.
    async *read(signal) {
      if (once || signal.aborted) return
      await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }))
    },
  }
}
