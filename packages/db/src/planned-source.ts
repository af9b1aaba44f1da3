import { createHash, createHmac } from 'node:crypto'
import type { Db } from './connect.ts'

/** `known`: there is a source of this name already, and setting it up again keeps its id. */
export type PlannedSource = { id: string; known: boolean }

/**
 * The id a source of this name has, or will have: so that its address can be given to the platform before the source is there, today or
 * in a week. A UUID of version 8 (RFC 9562) over the programme and the name, which no other source of the programme carries.
 */
export async function plannedSource(db: Db, programmeId: string, name: string): Promise<PlannedSource> {
  const there = await db
    .selectFrom('source')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('name', '=', name)
    .executeTakeFirst()
  return there ? { id: there.id, known: true } : { id: idFor(programmeId, name), known: false }
}

function idFor(programmeId: string, name: string): string {
  const bytes = createHash('sha256')
    .update(`hark-source-v1\0${programmeId}\0${name}`)
    .digest()
    .subarray(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * The secret made for a source that is not there yet: the same however often it is asked for, so that it can be entered at the platform
 * first. Never asked for once the source is there: what it verifies with is shown to nobody again.
 */
export function plannedSecret(key: Buffer, sourceId: string, name: string): string {
  const own = createHmac('sha256', key).update('hark-planned-secret-v1').digest()
  return createHmac('sha256', own).update(`${sourceId}\0${name}`).digest('hex')
}
