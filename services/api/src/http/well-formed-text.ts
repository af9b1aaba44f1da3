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

function isBroken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => isBroken(key) || isBroken(member))
}
