import { DomainError, type Programme } from '@hark/domain'
import type { Trx } from './connect.ts'
import { type Actor, appendEntry, newEntryId, type SealValue } from './entries.ts'

export type NewPurpose = Pick<Programme, 'objective' | 'strategy' | 'markets' | 'languages'> & {
  responsible: string[]
}
const parts = ['objective', 'strategy', 'markets', 'languages', 'responsible'] as const

/** Writes anew why, where and by whom a programme listens. What it said before is kept, sealed, with the entry. Throws `not_found`. */
export async function changePurpose(
  trx: Trx,
  id: string,
  to: NewPurpose & { reason: string },
  { actor, seal }: { actor: Actor; seal: SealValue },
): Promise<string> {
  const { reason, ...purpose } = to
  const before = await trx
    .selectFrom('programme')
    .select(parts)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw new DomainError('not_found', 'There is no such programme.')
  const changed = parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(purpose[part]))
  if (changed.length === 0) throw new DomainError('input.invalid', 'Nothing of it was changed.')
  const entry = newEntryId()
  await trx
    .updateTable('programme')
    .set({ ...purpose, last_entry: entry })
    .where('id', '=', id)
    .execute()
  const was = JSON.stringify(Object.fromEntries(changed.map((part) => [part, before[part]])))
  return appendEntry(
    trx,
    {
      actor,
      action: 'programme.changed',
      object: { type: 'programme', id },
      ref: { changed: changed.join(' ') },
      secret: { reason, was },
    },
    { id: entry, seal },
  )
}
