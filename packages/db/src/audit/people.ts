import type { Role } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type PersonRow = {
  id: string
  username: string
  printedName: string
  roles: Role[]
  active: boolean
  trainedUntil: string | null
  accountableSince: string | null
  mustEnrol: boolean
  lastSeenAt: string | null
  createdAt: string
}

export async function listPeople(db: Db): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select p.id, p.username, p.printed_name as "printedName", p.roles, p.active, p.trained_until as "trainedUntil", p.accountable_since as "accountableSince",
      p.must_enrol as "mustEnrol", (select max(last_seen_at) from session s where s.person_id = p.id) as "lastSeenAt", p.created_at as "createdAt"
    from person p order by p.active desc, p.username`.execute(db)
  return rows
}
