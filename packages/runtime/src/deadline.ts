export type Outcome<T> = { done: true; value: T } | { done: false }

/** The value of `work`, or `{ done: false }` after `ms`. The work itself goes on; a late failure of it is swallowed. */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<Outcome<T>> {
  const late = Promise.withResolvers<Outcome<T>>()
  const timer = setTimeout(() => late.resolve({ done: false }), Math.max(0, ms))
  try {
    return await Promise.race([work.then((value) => ({ done: true as const, value })), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
