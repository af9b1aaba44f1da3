/** Resolves when the signal aborts, and not before. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((done) => signal.addEventListener('abort', done, { once: true }))
}
