import { randomBytes } from 'node:crypto'
import { loadProgrammes, type PlannedSource, plannedSecret, plannedSource } from '@hark/db'
import { DomainError } from '@hark/domain'
import { sharedSecrets } from '@hark/sources'
import type { ApiContext } from '../context.ts'

/** Makes the secrets of a source: those of one that is there are new each time, for nobody is shown what it verifies with. */
export const secretMaker =
  (ctx: ApiContext, { id, known }: PlannedSource) =>
  (name: string): string =>
    known ? randomBytes(32).toString('hex') : plannedSecret(ctx.config.HARK_PRIVATE_KEY, id, name)

export const hookAddress = (ctx: ApiContext, sourceId: string): string =>
  `${ctx.config.HARK_PUBLIC_URL}/api/hooks/${sourceId}`

/** Where the platform is to push and what is to be entered there, for a source that is still being set up. Nothing is stored. */
export async function pushAddress(
  ctx: ApiContext,
  programmeId: string,
  asked: { platform: string; name: string },
) {
  if (!(await loadProgrammes(ctx.db)).has(programmeId))
    throw new DomainError('not_found', 'There is no such programme.')
  const adapter = ctx.adapters[asked.platform]
  if (!adapter?.hook) throw new DomainError('not_found', 'This platform pushes nothing.')
  const planned = await plannedSource(ctx.db, programmeId, asked.name)
  const { made } = sharedSecrets(adapter, { read: {}, hook: {} }, secretMaker(ctx, planned))
  return { sourceId: planned.id, known: planned.known, hook: hookAddress(ctx, planned.id), made }
}
