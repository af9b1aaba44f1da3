import type { createApp } from '@hark/api'
import { DomainError } from '@hark/domain'

/** Keeps what the app could not foresee; its answer hides it from the person who asked. */
export function collectFailures(app: Awaited<ReturnType<typeof createApp>>): Error[] {
  const failures: Error[] = []
  app.addHook('onError', async (_req, _reply, error) => {
    if (!(error instanceof DomainError) && (error.statusCode ?? 500) >= 500) failures.push(error)
  })
  return failures
}
