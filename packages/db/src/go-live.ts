import { DomainError, missingBeforeListening, type Programme } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from './connect.ts'
import { endPause } from './coverage/sources.ts'
import { type Actor, appendEntry, newEntryId } from './entries.ts'
import { plannedSource } from './planned-source.ts'
import { insertSource } from './programmes.ts'

export type LiveSource = {
  programme: Programme
  platform: string
  name: string
  config: Record<string, unknown>
  policy: unknown
  acknowledgedBy: string
  /** The contract, approval or legal basis on file, where the terms ask for one. */
  permissionReference?: string | null
  /** `host:port` on this machine it may reach; only who is at its keyboard can say so. */
  reach?: readonly string[]
  /** Credentials and shared secrets, sealed; a name given again replaces what was there. */
  secrets?: SealedSecrets
  actor: Actor
}

export type SealedSecrets = { read: Record<string, Buffer>; hook: Record<string, Buffer> }

/**
 * Starts listening to real people for a programme whose people, objective, strategy and products are written. The policy shown is
 * kept with the name that accepted it. Going live again on a paused source resumes it.
 */
export async function goLive(db: Db, s: LiveSource): Promise<{ sourceId: string; entryId: string }> {
  return db.transaction().execute(async (trx) => {
    assertReady(s.programme, await responsibleFor(trx, s.programme.id))
    assertPermitted(s.policy as Terms, s.permissionReference ?? null)
    await assertApart(trx, s.programme.id, s.platform)
    const known = await trx
      .selectFrom('source')
      .select('id')
      .where('programme_id', '=', s.programme.id)
      .where('name', '=', s.name)
      .forUpdate()
      .executeTakeFirst()
    if (!known) {
      const { id } = await plannedSource(trx, s.programme.id, s.name)
      const sourceId = await insertSource(
        trx,
        { ...s, id, programmeId: s.programme.id, state: 'running' },
        s.actor,
      )
      const { last_entry: entryId } = await trx
        .selectFrom('source')
        .select('last_entry')
        .where('id', '=', sourceId)
        .executeTakeFirstOrThrow()
      await saveSecrets(trx, sourceId, s.secrets)
      return { sourceId, entryId }
    }
    const entryId = newEntryId()
    const acknowledged = {
      acknowledged_by: s.acknowledgedBy,
      acknowledged_at: new Date().toISOString(),
      policy: JSON.stringify(s.policy),
      config: JSON.stringify(s.config),
      permission_reference: s.permissionReference ?? null,
      reach: [...(s.reach ?? [])],
    }
    await trx
      .updateTable('source')
      .set({ ...acknowledged, state: 'running', last_entry: entryId })
      .where('id', '=', known.id)
      .execute()
    await saveSecrets(trx, known.id, s.secrets)
    await endPause(trx, known.id)
    await appendEntry(
      trx,
      {
        actor: s.actor,
        action: 'source.acknowledged',
        object: { type: 'source', id: known.id },
        ref: { platform: s.platform },
      },
      { id: entryId },
    )
    return { sourceId: known.id, entryId }
  })
}

async function responsibleFor(trx: Db, programmeId: string): Promise<string[]> {
  const row = await trx
    .selectFrom('programme')
    .select('responsible')
    .where('id', '=', programmeId)
    .executeTakeFirst()
  return row?.responsible ?? []
}

/** Throws `programme.is_practice` or `programme.incomplete`: asked before anything else is. */
export async function assertMayListen(db: Db, programme: Programme): Promise<void> {
  assertReady(programme, await responsibleFor(db, programme.id))
}

type Terms = { needsPermissionReference?: boolean; mayInferHealth?: boolean }

/** The table refuses the same; here it is said in words. */
function assertPermitted(
  { needsPermissionReference, mayInferHealth = true }: Terms,
  reference: string | null,
): void {
  if ((!needsPermissionReference && mayInferHealth) || (reference ?? '').trim().length >= 3) return
  throw new DomainError(
    'source.forbidden_by_policy',
    'The terms of this platform ask for a permission: name the contract, approval or legal basis on file.',
  )
}

/** An internal pilot is a programme of its own. The table refuses the same; practice posts and files belong to either. */
async function assertApart(trx: Trx, programmeId: string, platform: string): Promise<void> {
  if (platform === 'practice' || platform === 'file') return
  const others = await trx
    .selectFrom('source')
    .select('platform')
    .where('programme_id', '=', programmeId)
    .where('state', '<>', 'draft')
    .where('platform', 'not in', ['practice', 'file'])
    .execute()
  if (others.every((other) => (other.platform === 'internal') === (platform === 'internal'))) return
  throw new DomainError(
    'source.forbidden_by_policy',
    'Internal and public sources are never in one programme: create a programme for the internal network.',
  )
}

async function saveSecrets(trx: Trx, sourceId: string, secrets: SealedSecrets | undefined): Promise<void> {
  for (const [name, sealed] of Object.entries(secrets?.read ?? {}))
    await sql`select put_source_secret(${sourceId}, ${name}, ${sealed})`.execute(trx)
  for (const [name, sealed] of Object.entries(secrets?.hook ?? {}))
    await sql`insert into hook_secret (source_id, name, sealed) values (${sourceId}, ${name}, ${sealed})
      on conflict (source_id, name) do update set sealed = excluded.sealed, set_at = clock_timestamp()`.execute(
      trx,
    )
}

/** People, Objective and Strategy come before Technology. */
function assertReady(p: Programme, responsible: readonly string[]): void {
  if (p.kind === 'practice') {
    throw new DomainError(
      'programme.is_practice',
      'The practice programme listens to practice posts only. Create a programme of your own products first: hark programme create FILE.',
    )
  }
  const missing = missingBeforeListening({ ...p, responsible })
  if (missing.length > 0)
    throw new DomainError(
      'programme.incomplete',
      `Before listening, write the programme's ${missing.join(', ')}.`,
    )
}
