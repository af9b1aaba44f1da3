import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'

/**
 * Postgres holds no NUL and no half of a character, and the ledger hashes neither: such text is refused where it comes in,
 * for every route, instead of failing where it is saved.
 */
export function refuseBrokenText(app: FastifyInstance): void {
  app.addHook('preValidation', async (req) => {
    if ([req.body, req.query, req.params].some(isBroken)) {
      throw new DomainError('input.invalid', 'The text holds a character that cannot be stored; remove it.')
    }
  })
}

/** By a list of what is still to look at: a body may be nested deeper than the stack is. */
/** Walks with a list of its own: a body may be nested deeper than the call stack. */
function isBroken(root: unknown): boolean {
  const left = [root]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) return true
    if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value))
      for (const [key, member] of Object.entries(value)) left.push(key, member)
  }
  return false
}
