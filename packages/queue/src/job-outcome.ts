import { DomainError } from '@hark/domain'
import { crashPoint } from '@hark/runtime'
import { UnrecoverableError } from 'bullmq'
import type { QueueDefinition } from './definition.ts'

/** A rule that refuses today refuses tomorrow; only these codes speak of the moment. */
const passing = new Set(['overloaded'])

/**
 * Parses the payload and hands it over. Throws what BullMQ is to record: UnrecoverableError where another try cannot help.
 * Its message is a code only, for BullMQ stores it in the clear beside the job; the error itself goes to `onError`.
 */
export async function runJob<P>(
  definition: QueueDefinition<P>,
  handle: (payload: P) => Promise<void>,
  data: unknown,
  onError: (error: unknown) => void,
): Promise<void> {
  const payload = definition.payload.safeParse(data)
  if (!payload.success) {
    const places = payload.error.issues.map((issue) => issue.path.map(String).join('.') || '(whole)')
    const error = new UnrecoverableError(`payload.invalid ${[...new Set(places)].slice(0, 5).join(' ')}`)
    onError(error)
    throw error
  }
  try {
    crashPoint('queue.beforeHandle')
    await handle(payload.data)
    crashPoint('queue.afterHandle')
  } catch (error) {
    onError(error)
    throw recordable(error)
  }
}

/** Node and Postgres errors carry a `code` too, and those are worth another try: the class decides, not the field. */
function recordable(error: unknown): Error {
  if (error instanceof DomainError && !passing.has(error.code)) return new UnrecoverableError(error.code)
  const { name, code } = error as { name?: unknown; code?: unknown }
  return new Error([name, code].filter((part) => typeof part === 'string').join(' ') || 'unknown')
}
