import type { Programme } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { storable } from './post-row.ts'

export type SourceToRead = {
  id: string
  programmeId: string
  platform: string
  name: string
  config: Record<string, unknown>
  cursor: string | null
  /** The terms as they were acknowledged. */
  policy: Record<string, unknown>
  permissionReference: string | null
  /** `host:port` on this machine that a person at its keyboard let it to. */
  reach: string[]
}

export const sourceColumns = [
  'id',
  'programme_id as programmeId',
  'platform',
  'name',
  'config',
  'cursor',
  'policy',
  'permission_reference as permissionReference',
  'reach',
] as const

/** Credentials a source reads with, sealed, by name. */
export async function sealedSecrets(db: Db, sourceId: string): Promise<Record<string, Buffer>> {
  const rows = await db
    .selectFrom('source_secret')
    .select(['name', 'sealed'])
    .where('source_id', '=', sourceId)
    .execute()
  return Object.fromEntries(rows.map(({ name, sealed }) => [name, sealed]))
}

/** Sources that should be read now. Files are read by the command that names them. */
export async function runningSources(db: Db): Promise<SourceToRead[]> {
  return (await db
    .selectFrom('source')
    .select(sourceColumns)
    .where('state', '=', 'running')
    .where('platform', '<>', 'file')
    .orderBy('created_at')
    .execute()) as SourceToRead[]
}

/** `running`: whether it is to listen, which says nothing of whether it hears. */
export type SourceToAsk = SourceToRead & { running: boolean }

/**
 * Sources that hold posts the platform is to be asked after, whether they listen, cannot, or never will again: what was promised of
 * deletions is promised for as long as anything is held. `platforms` are asked whatever was acknowledged.
 */
export async function sourcesToAskAfter(db: Db, platforms: readonly string[] = []): Promise<SourceToAsk[]> {
  return (await db
    .selectFrom('source')
    .select([...sourceColumns, sql<boolean>`state = 'running'`.as('running')])
    .where('state', 'in', ['running', 'paused', 'ended'])
    .where(sql<boolean>`(policy ->> 'recheckHours' is not null or platform = any(${[...platforms]}::text[]))`)
    .where(sql<boolean>`exists (select from post_check c where c.source_id = source.id)`)
    .execute()) as SourceToAsk[]
}

export async function noteSourceError(db: Db, sourceId: string, error: string): Promise<void> {
  await db.updateTable('source').set({ last_error: error }).where('id', '=', sourceId).execute()
}

/** A source that has given all it has (a file, the practice posts). */
export async function endSource(db: Db, sourceId: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ state: 'ended' })
    .where('id', '=', sourceId)
    .where('state', '=', 'running')
    .execute()
}

/** Programmes with their products, as matching and detection need them. */
export async function loadProgrammes(db: Db): Promise<Map<string, Programme>> {
  const { rows } = await sql<Programme>`
    select g.id, g.name, g.kind, g.objective, g.strategy, g.markets, g.languages,
      g.receiving_entity as "receivingEntity", g.receiving_zone as "receivingZone",
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'group', p.product_group, 'brand', p.brand, 'substance', p.substance, 'own', p.own,
        'names', coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'kind', n.kind, 'ambiguous', n.ambiguous) order by n.name) from product_name n where n.product_id = p.id), '[]'))
        order by p.brand) from product p where p.programme_id = g.id), '[]') as products
    from programme g order by g.created_at`.execute(db)
  return new Map(rows.map((p) => [p.id, p]))
}

/** Programmes as once read. `version` names the last signed change of each. */
export type KnownProgrammes = { version: string; readMs: number; programmes: Map<string, Programme> }

/** An operator who changes products by hand signs nothing: read anew at least this often. */
const READ_ANEW_MS = 30_000

/**
 * `known` itself while no programme changed, so that who works post by post neither reads thousands of names each time nor takes them
 * for others; else all of them anew.
 */
export async function currentProgrammes(
  db: Db,
  known: KnownProgrammes | null,
  nowMs: number = Date.now(),
): Promise<KnownProgrammes> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(string_agg(id || ' ' || last_entry, ',' order by id), '') as version from programme`.execute(
    db,
  )
  const version = rows[0]?.version ?? ''
  if (known?.version === version && nowMs - known.readMs < READ_ANEW_MS) return known
  return { version, readMs: nowMs, programmes: await loadProgrammes(db) }
}

/** External ids of stored posts of a programme: answers to them belong to the thread even when they name no product ("me too!"). */
export async function knownThreads(
  db: Db,
  programmeId: string,
  days: number,
  atMost: number,
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from post where programme_id = ${programmeId} and received_at > now() - make_interval(days => ${days})
    order by received_at desc limit ${atMost}`.execute(db)
  return rows.map((r) => r.external_id)
}

/** Which of these posts of a platform a programme holds already, in any version. */
export async function heldExternalIds(
  db: Db,
  programmeId: string,
  platform: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select distinct external_id from post
    where programme_id = ${programmeId} and platform = ${platform} and external_id = any(${[...ids]}::text[])`.execute(
    db,
  )
  return rows.map((r) => r.external_id)
}

/** Of these posts of a platform, those a programme holds, by id: with the same words, or with others. What was taken back counts as the same. */
export async function heldWords(
  db: Db,
  programmeId: string,
  platform: string,
  posts: readonly { externalId: string; text: string }[],
): Promise<Map<string, 'same' | 'other'>> {
  const [ids, texts] = [posts.map((p) => storable(p.externalId)), posts.map((p) => storable(p.text))]
  const { rows } = await sql<{ id: string; same: boolean }>`
    select r.external_id as id, bool_or(p.text = r.text or (p.erased_at is not null and p.removal_reason is distinct from 'edited')) as same
    from unnest(${ids}::text[], ${texts}::text[]) as r(external_id, text)
    join post p on p.programme_id = ${programmeId} and p.platform = ${platform} and p.external_id = r.external_id
    group by r.external_id`.execute(db)
  return new Map(rows.map(({ id, same }) => [id, same ? 'same' : 'other']))
}

/** What came with the latest version held of each of these posts of a platform, by id. */
export async function heldPayloads(
  db: Db,
  programmeId: string,
  platform: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; raw: string }>`
    select distinct on (external_id) external_id as id, raw from post
    where programme_id = ${programmeId} and platform = ${platform} and external_id = any(${ids.map(storable)}::text[]) and raw is not null
    order by external_id, stored_at desc, id desc`.execute(db)
  return new Map(rows.map(({ id, raw }) => [id, raw]))
}
