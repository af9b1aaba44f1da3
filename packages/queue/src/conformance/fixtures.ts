import { z } from 'zod'
import type { QueueConfig, Timing } from '../config.ts'
import type { QueueDefinition } from '../definition.ts'
import { openQueues, type Queues } from '../open-queues.ts'
import type { TestStore } from './store.ts'

export const prefix = 'harktest'

export type Batch = { stage: string; gen: number; postIds: string[] }

const payload = z.strictObject({
  stage: z.string(),
  gen: z.number().int(),
  postIds: z.array(z.uuid()).max(500),
})

export const definitions = {
  classify: { name: 'classify', payload, retry: { attempts: 3, firstDelayMs: 60, jitter: 0 } },
  fold: { name: 'fold', payload, retry: { attempts: 1, firstDelayMs: 1_000, jitter: 0.5 } },
} satisfies Record<string, QueueDefinition<Batch>>

export const quick: Partial<Timing> = {
  lockMs: 1_000,
  stalledEveryMs: 400,
  idleMs: 500,
  silenceMs: 2_500,
  answerMs: 2_000,
  reconnectMs: 500,
}

export type Opened = Queues<typeof definitions> & { errors: { error: unknown; where: string }[] }

/** The queues of a test on `store`, with every error they reported. */
export async function open(
  store: TestStore,
  options: Partial<QueueConfig> & { port?: number } = {},
): Promise<Opened> {
  const errors: Opened['errors'] = []
  const { port, ...overrides } = options
  const queues = await openQueues(
    {
      ...store.connection(port),
      prefix,
      prepare: true,
      onError: (error, where) => errors.push({ error, where }),
      ...overrides,
    },
    definitions,
  )
  return { ...queues, errors }
}

export function batch(gen: number, ...postIds: string[]): Batch {
  return { stage: 'classify', gen, postIds }
}

/** Collects what handlers saw, and resolves when enough has come: tests wait for facts, not for time. */
export function inbox<T>() {
  const items: T[] = []
  const waiting = new Set<() => void>()

  async function until(enough: () => boolean): Promise<T[]> {
    while (!enough()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.add(resolve)
      await promise
      waiting.delete(resolve)
    }
    return items
  }
  return {
    items,
    put(item: T): void {
      items.push(item)
      for (const wake of waiting) wake()
    },
    has: (count: number) => until(() => items.length >= count),
    /** After a fault an item may come twice, so a count says nothing. */
    includes: (item: T) => until(() => items.includes(item)),
  }
}
