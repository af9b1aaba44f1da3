import type { Platform } from '@hark/domain'
import type { Delivery, Items, Source } from '../source.ts'

/** A source that is pushed to and has nothing to read: it waits until it is stopped. */
export function pushedOnly(platform: Platform, parse: (delivery: Delivery) => Items): Source {
  return {
    platform,
    parse,
    // Ending would end the source.
    async *read(signal) {
      if (signal.aborted) return
      await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }))
    },
  }
}
